//! The closed label sets of the annotation layers, each label with its gloss.

use serde::{Deserialize, Serialize};

/// Declares a label set: variants, the text of each and its gloss.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal : $gloss:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum $name {
            $(#[doc = $gloss] #[serde(rename = $text)] $variant,)*
            /// A label that this program does not know.
            #[default]
            #[serde(other)]
            Other,
        }
        impl $name {
            /// Every known label.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The label as the model writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* Self::Other => "other" }
            }
            /// What the label means.
            pub const fn gloss(self) -> &'static str {
                match self { $(Self::$variant => $gloss,)* Self::Other => "a label that this program does not know" }
            }
            /// The label written `text`; `Other` if there is none.
            pub fn parse(text: &str) -> Self {
                match text { $($text => Self::$variant,)* _ => Self::Other }
            }
        }
    };
}

labels! {
    /// Part-of-speech tags: the Penn Treebank's as the English models write them, and the Universal classes that the French one
    /// writes in their place.
    Tag {
        Dollar = "$": "currency sign", CloseQuote = "''": "closing quotation mark", Comma = ",": "comma",
        Lrb = "-LRB-": "left bracket", Rrb = "-RRB-": "right bracket", Period = ".": "sentence-final mark",
        Colon = ":": "colon, semicolon or dash", Add = "ADD": "address", Afx = "AFX": "affix",
        Cc = "CC": "coordinating conjunction", Cd = "CD": "cardinal number", Dt = "DT": "determiner",
        Ex = "EX": "existential there", Fw = "FW": "foreign word", Hyph = "HYPH": "hyphen",
        In = "IN": "preposition or subordinating conjunction", Jj = "JJ": "adjective",
        Jjr = "JJR": "comparative adjective", Jjs = "JJS": "superlative adjective", Ls = "LS": "list item marker",
        Md = "MD": "modal verb", Nfp = "NFP": "superfluous punctuation", Nn = "NN": "singular noun",
        Nnp = "NNP": "singular proper noun", Nnps = "NNPS": "plural proper noun", Nns = "NNS": "plural noun",
        Pdt = "PDT": "predeterminer", Pos = "POS": "possessive ending", Prp = "PRP": "personal pronoun",
        PrpS = "PRP$": "possessive pronoun", Rb = "RB": "adverb", Rbr = "RBR": "comparative adverb",
        Rbs = "RBS": "superlative adverb", Rp = "RP": "particle", Sym = "SYM": "symbol", To = "TO": "infinitival to",
        Uh = "UH": "interjection", Vb = "VB": "verb, base form", Vbd = "VBD": "verb, past tense",
        Vbg = "VBG": "verb, gerund or present participle", Vbn = "VBN": "verb, past participle",
        Vbp = "VBP": "verb, non-third person present", Vbz = "VBZ": "verb, third person present",
        Wdt = "WDT": "wh-determiner", Wp = "WP": "wh-pronoun", WpS = "WP$": "possessive wh-pronoun",
        Wrb = "WRB": "wh-adverb", Xx = "XX": "unknown", Sp = "_SP": "white space", OpenQuote = "``": "opening quotation mark",
        UdAdj = "ADJ": "adjective (UD)", UdAdp = "ADP": "adposition (UD)", UdAdv = "ADV": "adverb (UD)", UdAux = "AUX": "auxiliary (UD)",
        UdCconj = "CCONJ": "coordinating conjunction (UD)", UdDet = "DET": "determiner (UD)", UdIntj = "INTJ": "interjection (UD)",
        UdNoun = "NOUN": "noun (UD)", UdNum = "NUM": "numeral (UD)", UdPart = "PART": "particle (UD)", UdPron = "PRON": "pronoun (UD)",
        UdPropn = "PROPN": "proper noun (UD)", UdPunct = "PUNCT": "punctuation (UD)", UdSconj = "SCONJ": "subordinating conjunction (UD)",
        UdVerb = "VERB": "verb (UD)", UdX = "X": "other word (UD)", UdSpace = "SPACE": "white space (UD)",
    }
}

labels! {
    /// Universal part-of-speech classes.
    Pos {
        Adj = "ADJ": "adjective", Adp = "ADP": "adposition", Adv = "ADV": "adverb", Aux = "AUX": "auxiliary",
        Cconj = "CCONJ": "coordinating conjunction", Det = "DET": "determiner", Intj = "INTJ": "interjection",
        Noun = "NOUN": "noun", Num = "NUM": "numeral", Part = "PART": "particle", Pron = "PRON": "pronoun",
        Propn = "PROPN": "proper noun", Punct = "PUNCT": "punctuation", Sconj = "SCONJ": "subordinating conjunction",
        Sym = "SYM": "symbol", Verb = "VERB": "verb", X = "X": "other word", Space = "SPACE": "white space",
    }
}

labels! {
    /// Dependency relations: `ClearNLP`'s as the English model writes them, and the Universal ones of other languages.
    Dep {
        Root = "ROOT": "root of the sentence", Acl = "acl": "clausal modifier of a noun", Acomp = "acomp": "adjectival complement",
        Advcl = "advcl": "adverbial clause", Advmod = "advmod": "adverbial modifier", Agent = "agent": "agent of a passive",
        Amod = "amod": "adjectival modifier", Appos = "appos": "apposition", Attr = "attr": "attribute of a copula",
        Aux = "aux": "auxiliary", Auxpass = "auxpass": "passive auxiliary", Case = "case": "case marking",
        Cc = "cc": "coordinating conjunction", Ccomp = "ccomp": "clausal complement", Compound = "compound": "compound part",
        Conj = "conj": "conjunct", Csubj = "csubj": "clausal subject", Csubjpass = "csubjpass": "clausal passive subject",
        Dative = "dative": "dative", Dep = "dep": "unclassified dependent", Det = "det": "determiner", Dobj = "dobj": "direct object",
        Expl = "expl": "expletive", Intj = "intj": "interjection", Mark = "mark": "subordinating marker", Meta = "meta": "meta modifier",
        Neg = "neg": "negation", Nmod = "nmod": "nominal modifier", Npadvmod = "npadvmod": "noun phrase as adverbial",
        Nsubj = "nsubj": "nominal subject", Nsubjpass = "nsubjpass": "passive nominal subject", Nummod = "nummod": "numeric modifier",
        Oprd = "oprd": "object predicate", Parataxis = "parataxis": "parataxis", Pcomp = "pcomp": "complement of a preposition",
        Pobj = "pobj": "object of a preposition", Poss = "poss": "possessive modifier", Preconj = "preconj": "correlative conjunction",
        Predet = "predet": "predeterminer", Prep = "prep": "prepositional modifier", Prt = "prt": "particle", Punct = "punct": "punctuation",
        Quantmod = "quantmod": "modifier of a quantifier", Relcl = "relcl": "relative clause", Xcomp = "xcomp": "open clausal complement",
        Obj = "obj": "object (UD)", Iobj = "iobj": "indirect object (UD)", Obl = "obl": "oblique (UD)", OblAgent = "obl:agent": "passive agent (UD)",
        OblArg = "obl:arg": "oblique argument (UD)", OblMod = "obl:mod": "oblique modifier (UD)", NsubjPassUd = "nsubj:pass": "passive subject (UD)",
        AuxPassUd = "aux:pass": "passive auxiliary (UD)", AuxTense = "aux:tense": "tense auxiliary (UD)", Cop = "cop": "copula (UD)",
        Fixed = "fixed": "fixed expression (UD)", Flat = "flat": "flat expression (UD)", FlatName = "flat:name": "name part (UD)",
        FlatForeign = "flat:foreign": "foreign expression (UD)", AclRelcl = "acl:relcl": "relative clause (UD)", ExplSubj = "expl:subj": "expletive subject (UD)",
        ExplComp = "expl:comp": "clitic (UD)", ExplPass = "expl:pass": "passive clitic (UD)", Vocative = "vocative": "vocative (UD)",
        Dislocated = "dislocated": "dislocated element (UD)", Orphan = "orphan": "orphan (UD)", Goeswith = "goeswith": "split word (UD)",
    }
}

labels! {
    /// Kinds of named entities: `OntoNotes`' as the English model writes them, and the four of the French one.
    EntityLabel {
        Cardinal = "CARDINAL": "number", Date = "DATE": "date or period", Event = "EVENT": "named event", Fac = "FAC": "building, airport, bridge",
        Gpe = "GPE": "country, city or state", Language = "LANGUAGE": "language", Law = "LAW": "named law", Loc = "LOC": "mountain, river, region",
        Money = "MONEY": "amount of money", Norp = "NORP": "nationality, religious or political group", Ordinal = "ORDINAL": "ordinal number",
        Org = "ORG": "company, agency, institution", Percent = "PERCENT": "percentage", Person = "PERSON": "person", Product = "PRODUCT": "product",
        Quantity = "QUANTITY": "measurement", Time = "TIME": "time of day", WorkOfArt = "WORK_OF_ART": "title of a work", Per = "PER": "person", Misc = "MISC": "other name",
    }
}
