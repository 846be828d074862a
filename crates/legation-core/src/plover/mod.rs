//! PLOVER's closed lists: 16 event types, 67 modes, 37 contexts, 32 sectors; quads and intensities.
//!
//! Source: the PLOVER 2.0 draft (Open Event Data Alliance), restated; see `codebook/` for the rules.

mod sector;

pub use sector::Sector;

use serde::{Deserialize, Serialize};

/// The four quadrants of conflict and cooperation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Quad {
    /// Words that bring closer.
    VerbalCooperation = 1,
    /// Deeds that bring closer.
    MaterialCooperation = 2,
    /// Words against somebody.
    VerbalConflict = 3,
    /// Deeds against somebody.
    MaterialConflict = 4,
}

impl Quad {
    /// PLOVER's number, 1 to 4.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The quadrant's name.
    pub const fn gloss(self) -> &'static str {
        match self {
            Self::VerbalCooperation => "verbal cooperation",
            Self::MaterialCooperation => "material cooperation",
            Self::VerbalConflict => "verbal conflict",
            Self::MaterialConflict => "material conflict",
        }
    }
}

/// One of PLOVER's 16 event types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[repr(u8)]
pub enum EventType {
    /// Stated commitment or readiness to cooperate: promises, offers, pledges, deals in principle, accepted proposals, invitations and acceptances, dates set for meetings, announced future aid, trade or visits, readiness to negotiate, settle, mediate or be mediated; a warring party's own call to end its war.
    Agree,
    /// Contacts that took place or are under way: meetings, talks, negotiations, visits, hosting, calls, letters, summits, mediation sessions.
    Consult,
    /// Non-material backing and finished diplomatic acts: praise, endorsement, defence, solidarity, congratulation, recognition, opening or upgrading relations, signing, ratifying, adopting, acceding; approving another's policy; gathering backers for somebody.
    Support,
    /// Giving way in words or in law, without an immediate material handover: bowing to demands, apology, regret, admission, pardon, amnesty, acquittal, declared truce, announced withdrawal, lifted curfew/emergency/ban/restriction, dropped demand, charge or claim, suspended strike or protest, concessions promised for later.
    Concede,
    /// Material exchange that serves both sides, carried out: trade, investment, deliveries paid for, joint drills, patrols and operations, joint projects, extradition and legal assistance, shared intelligence.
    Cooperate,
    /// Help delivered whose gain falls on the receiver: money, grants, soft loans, bailouts, debt relief, voluntary reparations or settlements, weapons, training, advisers, peacekeepers, relief, evacuation, medical care, asylum, refuge, rescue of hostages and trafficking victims, soldiers or police sent to disaster work.
    Aid,
    /// Material giving-up with immediate effect: leaving territory, freeing captives, laying down arms, a truce in force, admitting outsiders, resigning; without a mode: sanctions lifted, blockade or border opened, property or remains returned, refugees let back.
    Retreat,
    /// Every verbal request, appeal, demand, order to another actor. Weaker than a threat: no stated penalty.
    Request,
    /// Criticism, condemnation, complaint; accusation, charge, indictment, lawsuit, trial; any investigation, also of old cases.
    Accuse,
    /// Refusals: of help, change, concession or contact; cancelled meetings; vetoes; defiance; keeping a group out.
    Reject,
    /// Warnings by the actor that it will itself do harm, ultimatums, death threats, warrants against absent persons, announced strikes or sanctions still conditional; purely symbolic gestures such as unarmed people planting a flag.
    Threaten,
    /// Physical collective dissent by civilians: marches, rallies, riots, strikes, fasts, boycotts, blockades, symbolic damage.
    Protest,
    /// Any cut in existing, routine or cooperative relations, not only sanctions: convictions, expulsions, exits, recalls, embargoes, suspended aid or trade; population flight, with its cause as source.
    Sanction,
    /// Military, police or militia moves short of force: deployments, alerts, call-ups, one-state exercises, weapons tests, patrols, shows of force. Any armed body can be source, gangs too.
    Mobilize,
    /// Power used against people, groups or information short of violence: searches, seizures, bans, censorship, curfew, arrests, deportation, cut-off services, deception campaigns, hacking. Territory occupied or power seized without fighting: seize .
    Coerce,
    /// Deliberate acts that can cause serious bodily harm, and intentional destruction: war, clashes, bombings, killings, kidnapping, torture, sexual violence, violent policing; failed attempts too.
    Assault,
}

impl EventType {
    /// All types in the order of the codebook.
    pub const ALL: [Self; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];

    /// The type's name, in capitals.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "AGREE",
            Self::Consult => "CONSULT",
            Self::Support => "SUPPORT",
            Self::Concede => "CONCEDE",
            Self::Cooperate => "COOPERATE",
            Self::Aid => "AID",
            Self::Retreat => "RETREAT",
            Self::Request => "REQUEST",
            Self::Accuse => "ACCUSE",
            Self::Reject => "REJECT",
            Self::Threaten => "THREATEN",
            Self::Protest => "PROTEST",
            Self::Sanction => "SANCTION",
            Self::Mobilize => "MOBILIZE",
            Self::Coerce => "COERCE",
            Self::Assault => "ASSAULT",
        }
    }

    /// The type with that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str().eq_ignore_ascii_case(name))
    }

    /// What the type covers.
    pub const fn gloss(self) -> &'static str {
        match self {
            Self::Agree => {
                "stated commitment or readiness to cooperate: promises, offers, pledges, deals in principle, accepted proposals, invitations and acceptances, dates set for meetings, announced future aid, trade or visits, readiness to negotiate, settle, mediate or be mediated; a warring party's own call to end its war"
            }
            Self::Consult => {
                "contacts that took place or are under way: meetings, talks, negotiations, visits, hosting, calls, letters, summits, mediation sessions"
            }
            Self::Support => {
                "non-material backing and finished diplomatic acts: praise, endorsement, defence, solidarity, congratulation, recognition, opening or upgrading relations, signing, ratifying, adopting, acceding; approving another's policy; gathering backers for somebody"
            }
            Self::Concede => {
                "giving way in words or in law, without an immediate material handover: bowing to demands, apology, regret, admission, pardon, amnesty, acquittal, declared truce, announced withdrawal, lifted curfew/emergency/ban/restriction, dropped demand, charge or claim, suspended strike or protest, concessions promised for later"
            }
            Self::Cooperate => {
                "material exchange that serves both sides, carried out: trade, investment, deliveries paid for, joint drills, patrols and operations, joint projects, extradition and legal assistance, shared intelligence"
            }
            Self::Aid => {
                "help delivered whose gain falls on the receiver: money, grants, soft loans, bailouts, debt relief, voluntary reparations or settlements, weapons, training, advisers, peacekeepers, relief, evacuation, medical care, asylum, refuge, rescue of hostages and trafficking victims, soldiers or police sent to disaster work"
            }
            Self::Retreat => {
                "material giving-up with immediate effect: leaving territory, freeing captives, laying down arms, a truce in force, admitting outsiders, resigning; without a mode: sanctions lifted, blockade or border opened, property or remains returned, refugees let back"
            }
            Self::Request => {
                "every verbal request, appeal, demand, order to another actor. Weaker than a threat: no stated penalty"
            }
            Self::Accuse => {
                "criticism, condemnation, complaint; accusation, charge, indictment, lawsuit, trial; any investigation, also of old cases"
            }
            Self::Reject => {
                "refusals: of help, change, concession or contact; cancelled meetings; vetoes; defiance; keeping a group out"
            }
            Self::Threaten => {
                "warnings by the actor that it will itself do harm, ultimatums, death threats, warrants against absent persons, announced strikes or sanctions still conditional; purely symbolic gestures such as unarmed people planting a flag"
            }
            Self::Protest => {
                "physical collective dissent by civilians: marches, rallies, riots, strikes, fasts, boycotts, blockades, symbolic damage"
            }
            Self::Sanction => {
                "any cut in existing, routine or cooperative relations, not only sanctions: convictions, expulsions, exits, recalls, embargoes, suspended aid or trade; population flight, with its cause as source"
            }
            Self::Mobilize => {
                "military, police or militia moves short of force: deployments, alerts, call-ups, one-state exercises, weapons tests, patrols, shows of force. Any armed body can be source, gangs too"
            }
            Self::Coerce => {
                "power used against people, groups or information short of violence: searches, seizures, bans, censorship, curfew, arrests, deportation, cut-off services, deception campaigns, hacking. Territory occupied or power seized without fighting: seize "
            }
            Self::Assault => {
                "deliberate acts that can cause serious bodily harm, and intentional destruction: war, clashes, bombings, killings, kidnapping, torture, sexual violence, violent policing; failed attempts too"
            }
        }
    }

    /// The quadrant.
    pub const fn quad(self) -> Quad {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => Quad::VerbalCooperation,
            Self::Cooperate | Self::Aid | Self::Retreat => Quad::MaterialCooperation,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => Quad::VerbalConflict,
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => {
                Quad::MaterialConflict
            }
        }
    }

    /// The intensity of an event of this type without a mode, from -10 (conflict) to 10 (cooperation).
    pub const fn intensity(self) -> f32 {
        match self {
            Self::Agree => 2.5,
            Self::Consult => 2.5,
            Self::Support => 5.0,
            Self::Concede => 4.5,
            Self::Cooperate => 9.5,
            Self::Aid => 10.0,
            Self::Retreat => 6.5,
            Self::Request => 0.0,
            Self::Accuse => -3.0,
            Self::Reject => -2.0,
            Self::Threaten => -3.5,
            Self::Protest => -5.0,
            Self::Sanction => -6.0,
            Self::Mobilize => -5.5,
            Self::Coerce => -7.0,
            Self::Assault => -9.0,
        }
    }

    /// Whether PLOVER requires a target.
    pub const fn needs_target(self) -> bool {
        matches!(self, Self::Cooperate | Self::Aid | Self::Sanction)
    }

    /// The modes that the type allows.
    pub fn modes(self) -> impl Iterator<Item = &'static Mode> {
        MODES.iter().filter(move |m| m.event_type == self)
    }

    /// The mode of this type with that name.
    pub fn mode(self, name: &str) -> Option<&'static Mode> {
        self.modes().find(|m| m.name == name)
    }
}

/// How an act was done: a finer class inside a type.
#[derive(Debug, PartialEq)]
pub struct Mode {
    /// The type it belongs to.
    pub event_type: EventType,
    /// Its name, unique within the type.
    pub name: &'static str,
    /// Intensity from -10 to 10.
    pub intensity: f32,
    /// What it means.
    pub gloss: &'static str,
}

const fn mode(
    event_type: EventType,
    name: &'static str,
    intensity: f32,
    gloss: &'static str,
) -> Mode {
    Mode { event_type, name, intensity, gloss }
}

/// All 67 modes.
pub const MODES: [Mode; 67] = [
    mode(EventType::Consult, "visit", 4.0, "one side travels, the other hosts"),
    mode(EventType::Consult, "third-party", 1.0, "a third party hosts or carries the talks"),
    mode(EventType::Consult, "multilateral", 4.0, "meeting within an alliance, IGO or conference"),
    mode(EventType::Consult, "phone", 1.5, "any remote medium"),
    mode(EventType::Retreat, "withdraw", 8.0, "leave territory, move forces out"),
    mode(EventType::Retreat, "release", 6.5, "free captives"),
    mode(EventType::Retreat, "disarm", 10.0, "give up weapons"),
    mode(EventType::Retreat, "ceasefire", 7.5, "fighting actually stops"),
    mode(EventType::Retreat, "access", 6.5, "let outsiders in"),
    mode(EventType::Retreat, "resign", 4.5, "office given up"),
    mode(EventType::Request, "assist", 0.5, "exchange, relations or help of any kind"),
    mode(EventType::Request, "change", -1.0, "policy, government, institutions, dismissals"),
    mode(EventType::Request, "yield", -1.0, "free, stop, lift, withdraw, let in"),
    mode(EventType::Request, "meet", 0.0, "contact, negotiation, settlement, mediation"),
    mode(EventType::Accuse, "disapprove", -2.0, "criticise, complain, protest in words"),
    mode(EventType::Accuse, "investigate", -3.5, "any inquiry, official or not"),
    mode(EventType::Accuse, "allege", -3.5, "accuse, charge, sue, try"),
    mode(EventType::Reject, "assist", -1.5, "refuse exchange, relations, help, entry"),
    mode(EventType::Reject, "change", -2.0, "refuse to alter policy, government, institutions"),
    mode(EventType::Reject, "yield", -2.0, "refuse to free, stop, lift, withdraw, let in"),
    mode(EventType::Reject, "meet", -2.0, "refuse or cancel contact, mediation, settlement"),
    mode(
        EventType::Threaten,
        "restrict",
        -3.0,
        "limit movement, goods, politics; strikes, boycotts, bans",
    ),
    mode(EventType::Threaten, "arrest", -3.5, "jail or prosecute"),
    mode(EventType::Threaten, "relations", -3.5, "suspend ties, aid, talks"),
    mode(EventType::Threaten, "expel", -3.5, "diplomats, missions, NGOs, members"),
    mode(EventType::Threaten, "territory", -4.0, "take or occupy land"),
    mode(EventType::Threaten, "violence", -3.5, "use of force"),
    mode(EventType::Protest, "demo", -5.0, "organised, mostly peaceful"),
    mode(EventType::Protest, "riot", -7.0, "violent, intent to hurt or wreck"),
    mode(EventType::Protest, "strike", -5.0, "a workforce stops work"),
    mode(EventType::Protest, "hunger", -4.5, "fast as protest"),
    mode(EventType::Protest, "boycott", -4.5, "refuse goods, polls, events"),
    mode(EventType::Protest, "obstruct", -4.5, "block passage"),
    mode(
        EventType::Protest,
        "vandalize",
        -5.0,
        "symbolic damage that is not a by-product of a riot",
    ),
    mode(EventType::Sanction, "convict", -6.0, "court finds guilty, liable, unlawful"),
    mode(EventType::Sanction, "expel", -5.5, "put out of a group, body, party or country"),
    mode(EventType::Sanction, "withdraw", -6.0, "self or non-military resources"),
    mode(
        EventType::Sanction,
        "discontinue",
        -6.0,
        "cut or end exchange in any other way, formal sanctions included",
    ),
    mode(EventType::Mobilize, "troops", -6.5, "personnel, units"),
    mode(EventType::Mobilize, "weapons", -6.5, "systems, ships, aircraft"),
    mode(EventType::Mobilize, "police", -5.5, "police or security units readied"),
    mode(EventType::Mobilize, "militia", -6.0, "armed non-state body readied"),
    mode(EventType::Coerce, "seize", -7.0, "search, raid, take property"),
    mode(EventType::Coerce, "restrict", -7.0, "limit movement or political freedom, cordon, ban"),
    mode(EventType::Coerce, "censor", -6.5, "suppress publications or information"),
    mode(EventType::Coerce, "curfew", -6.5, "confine by hours"),
    mode(EventType::Coerce, "martial-law", -7.5, "emergency or military rule"),
    mode(EventType::Coerce, "arrest", -7.0, "take or keep in custody"),
    mode(EventType::Coerce, "deport", -7.0, "remove individuals from the country"),
    mode(EventType::Coerce, "withhold", -7.0, "deny public goods or services"),
    mode(EventType::Coerce, "misinformation", -6.5, "deceive or manipulate a public"),
    mode(EventType::Coerce, "cyber", -7.0, "attack computers or networks"),
    mode(
        EventType::Assault,
        "abduct",
        -8.5,
        "also hijack, hostage, capture of fighters, human shield",
    ),
    mode(EventType::Assault, "beat", -7.5, "blows, by hand or unspecified"),
    mode(EventType::Assault, "torture", -8.5, "pain inflicted on a captive"),
    mode(EventType::Assault, "sexual", -8.5, "sexual violence"),
    mode(
        EventType::Assault,
        "targeted",
        -9.5,
        "chosen victim, tried or done; executions; mass killing of the defenceless",
    ),
    mode(EventType::Assault, "destroy", -8.5, "property wrecked on purpose"),
    mode(EventType::Assault, "primitive", -8.0, "blades, fire, stones, tools"),
    mode(EventType::Assault, "firearms", -9.0, "rifles, pistols, light machine guns"),
    mode(EventType::Assault, "explosives", -9.0, "bombs, mines, grenades outside heavy weapons"),
    mode(EventType::Assault, "suicide-attack", -9.5, "attacker dies by design"),
    mode(EventType::Assault, "aerial", -9.5, "crewed aircraft"),
    mode(EventType::Assault, "drone", -9.5, "uncrewed aircraft"),
    mode(EventType::Assault, "heavy-weapons", -9.5, "artillery, rockets, armour"),
    mode(EventType::Assault, "crowd-control", -7.5, "less-lethal weapon or tactic"),
    mode(
        EventType::Assault,
        "unconventional",
        -10.0,
        "chemical, biological, radiological, nuclear",
    ),
];

/// A topic of an event, from PLOVER's 37.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// Its name.
    pub name: &'static str,
    /// What it covers.
    pub gloss: &'static str,
}

/// All 37 contexts.
pub const CONTEXTS: [Context; 37] = [
    Context {
        name: "military",
        gloss: "state armed forces: operations, aid, budget, civil-military ties; no militias, police, rebels",
    },
    Context {
        name: "intelligence",
        gloss: "state secret collection and its agencies; not disinformation, not AI",
    },
    Context {
        name: "executive",
        gloss: "head of state or government, cabinet, ministries, ruling circle and family; not routine mentions or past leaders",
    },
    Context {
        name: "legislative",
        gloss: "parliament, members, bills, oversight, coalition building, also under autocracy",
    },
    Context { name: "election", gloss: "elections, campaigns, candidates, monitors, fraud claims" },
    Context {
        name: "political_institutions",
        gloss: "non-routine change in or conflict between formal bodies and parties",
    },
    Context { name: "pro_democracy", gloss: "acts that build or defend democracy" },
    Context { name: "pro_autocracy", gloss: "acts that weaken or end democracy" },
    Context {
        name: "economic",
        gloss: "trade, finance, growth, jobs, prices, policy; not plain company news",
    },
    Context {
        name: "legal",
        gloss: "courts, judges, lawyers, domestic and international law; not a crime as such",
    },
    Context {
        name: "reparations",
        gloss: "payment or acknowledgment for past harm, also promised or demanded",
    },
    Context { name: "human_rights", gloss: "rights in general, unspecified" },
    Context { name: "rights_freedoms", gloss: "named freedoms and their limits" },
    Context {
        name: "repression",
        gloss: "force or coercion by security organs against mostly unarmed people",
    },
    Context { name: "human_security", gloss: "access to food, water, shelter, energy, land" },
    Context { name: "gender", gloss: "women, gender equality, reproductive rights" },
    Context { name: "lgbt", gloss: "sexual and gender minorities" },
    Context {
        name: "religion_ethnicity",
        gloss: "faiths, ethnic, caste, linguistic groups, in conflict or cooperation",
    },
    Context {
        name: "inequality",
        gloss: "unequal resources, access, status, within or between countries",
    },
    Context {
        name: "diplomatic",
        gloss: "formal relations and negotiation between states or parties",
    },
    Context {
        name: "territory",
        gloss: "land, borders, autonomy, secession, displacement from land",
    },
    Context { name: "peacekeeping", gloss: "keeping or monitoring peace after conflict" },
    Context { name: "health", gloss: "public health, disease, care systems; not single accidents" },
    Context { name: "asylum", gloss: "seeking or granting asylum" },
    Context { name: "migration", gloss: "moving people, refugees, displaced, policies" },
    Context { name: "disasters", gloss: "natural disasters, accidents, spills" },
    Context { name: "natural_resource", gloss: "extraction, trade, price, depletion of resources" },
    Context {
        name: "environment",
        gloss: "pollution, climate, conservation, green policy and activism",
    },
    Context { name: "technology", gloss: "innovation and high-tech industry, civil or military" },
    Context { name: "terrorism", gloss: "terrorist groups, acts, funding, counter-terrorism" },
    Context {
        name: "cbrn",
        gloss: "chemical, biological, radiological, nuclear weapons and defence; not civil nuclear power",
    },
    Context { name: "cyber", gloss: "attacks, crime, security in networks" },
    Context {
        name: "misinformation",
        gloss: "disinformation, influence operations and answers to them",
    },
    Context { name: "crime", gloss: "crimes, criminals, gangs, law enforcement cooperation" },
    Context { name: "corruption", gloss: "abuse of office or trust for gain" },
    Context { name: "illegal_drugs", gloss: "illicit drugs: use, making, sale, policy, cartels" },
    Context { name: "trafficking", gloss: "smuggling of people or goods and its control" },
];
