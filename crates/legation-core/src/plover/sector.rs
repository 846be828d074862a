//! PLOVER's 32 sectors: what kind of actor within a state, or beyond states.

use serde::{Deserialize, Serialize};

/// The kind of a political actor, from PLOVER's 25 sectors and 7 classes of non-state actors across borders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Sector {
    /// Police, criminal investigators, guards.
    Cop,
    /// Executive, ministries, ruling coalition, local executives.
    Gov,
    /// Courts and judges.
    Jud,
    /// Legislatures and members.
    Leg,
    /// State armed forces, staff and equipment.
    Mil,
    /// Paramilitaries not against the government.
    Prm,
    /// Parties and their officials (add GOV or OPP).
    Pty,
    /// Armed opposition (insurgents, separatists alike).
    Reb,
    /// State intelligence.
    Spy,
    /// Armed but unidentified.
    Uaf,
    /// No identity at all.
    Unk,
    /// Farm labour and peasants.
    Agr,
    /// Companies and business people, not MNCs.
    Bus,
    /// Criminals and gangs.
    Crm,
    /// Unaffiliated civilians.
    Cvl,
    /// Education.
    Edu,
    /// Former officials, exiled rulers, families of officials.
    Eli,
    /// Media and journalists.
    Jrn,
    /// Labour outside farming.
    Lab,
    /// Health (not media; CAMEO used HLH).
    Med,
    /// Refugees and displaced.
    Ref,
    /// Political opposition, mostly secondary.
    Opp,
    /// Partly recognised entity, added to another code.
    Pre,
    /// Religion.
    Rel,
    /// Organised civil society not above.
    Soc,
    /// United Nations family [ours: incl. UNHCR, UNICEF, WFP, WHO].
    Uno,
    /// European Union bodies, not Europe.
    Eur,
    /// Other intergovernmental bodies [ours: IMF, World Bank, WTO, IAEA here].
    Igo,
    /// International non-governmental organisation.
    Ngo,
    /// International social movement.
    Ism,
    /// Militarised group across borders.
    Img,
    /// Multinational company.
    Mnc,
}

impl Sector {
    /// All sectors in the order of the codebook.
    pub const ALL: [Self; 32] = [
        Self::Cop,
        Self::Gov,
        Self::Jud,
        Self::Leg,
        Self::Mil,
        Self::Prm,
        Self::Pty,
        Self::Reb,
        Self::Spy,
        Self::Uaf,
        Self::Unk,
        Self::Agr,
        Self::Bus,
        Self::Crm,
        Self::Cvl,
        Self::Edu,
        Self::Eli,
        Self::Jrn,
        Self::Lab,
        Self::Med,
        Self::Ref,
        Self::Opp,
        Self::Pre,
        Self::Rel,
        Self::Soc,
        Self::Uno,
        Self::Eur,
        Self::Igo,
        Self::Ngo,
        Self::Ism,
        Self::Img,
        Self::Mnc,
    ];

    /// The three-letter code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cop => "COP",
            Self::Gov => "GOV",
            Self::Jud => "JUD",
            Self::Leg => "LEG",
            Self::Mil => "MIL",
            Self::Prm => "PRM",
            Self::Pty => "PTY",
            Self::Reb => "REB",
            Self::Spy => "SPY",
            Self::Uaf => "UAF",
            Self::Unk => "UNK",
            Self::Agr => "AGR",
            Self::Bus => "BUS",
            Self::Crm => "CRM",
            Self::Cvl => "CVL",
            Self::Edu => "EDU",
            Self::Eli => "ELI",
            Self::Jrn => "JRN",
            Self::Lab => "LAB",
            Self::Med => "MED",
            Self::Ref => "REF",
            Self::Opp => "OPP",
            Self::Pre => "PRE",
            Self::Rel => "REL",
            Self::Soc => "SOC",
            Self::Uno => "UNO",
            Self::Eur => "EUR",
            Self::Igo => "IGO",
            Self::Ngo => "NGO",
            Self::Ism => "ISM",
            Self::Img => "IMG",
            Self::Mnc => "MNC",
        }
    }

    /// The sector with that code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == code)
    }

    /// What the code means.
    pub const fn gloss(self) -> &'static str {
        match self {
            Self::Cop => "police, criminal investigators, guards",
            Self::Gov => "executive, ministries, ruling coalition, local executives",
            Self::Jud => "courts and judges",
            Self::Leg => "legislatures and members",
            Self::Mil => "state armed forces, staff and equipment",
            Self::Prm => "paramilitaries not against the government",
            Self::Pty => "parties and their officials (add GOV or OPP)",
            Self::Reb => "armed opposition (insurgents, separatists alike)",
            Self::Spy => "state intelligence",
            Self::Uaf => "armed but unidentified",
            Self::Unk => "no identity at all",
            Self::Agr => "farm labour and peasants",
            Self::Bus => "companies and business people, not MNCs",
            Self::Crm => "criminals and gangs",
            Self::Cvl => "unaffiliated civilians",
            Self::Edu => "education",
            Self::Eli => "former officials, exiled rulers, families of officials",
            Self::Jrn => "media and journalists",
            Self::Lab => "labour outside farming",
            Self::Med => "health (not media; CAMEO used HLH)",
            Self::Ref => "refugees and displaced",
            Self::Opp => "political opposition, mostly secondary",
            Self::Pre => "partly recognised entity, added to another code",
            Self::Rel => "religion",
            Self::Soc => "organised civil society not above",
            Self::Uno => "United Nations family [ours: incl. UNHCR, UNICEF, WFP, WHO]",
            Self::Eur => "European Union bodies, not Europe",
            Self::Igo => "other intergovernmental bodies [ours: IMF, World Bank, WTO, IAEA here]",
            Self::Ngo => "international non-governmental organisation",
            Self::Ism => "international social movement",
            Self::Img => "militarised group across borders",
            Self::Mnc => "multinational company",
        }
    }
}
