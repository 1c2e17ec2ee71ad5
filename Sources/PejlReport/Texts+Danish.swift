extension Texts {
    /// Danish, the report's first language.
    static let danish = Texts(
        months: [
            "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
            "november", "december",
        ],
        day: "{day}. {month} {year}",
        moment: "{day} kl. {hour}.{minute} (UTC)",

        title: "{name} i de nationale skoletal",
        lead:
            "Rapporten viser, hvor {name} ligger blandt landets kommuner i den offentliggjorte skolestatistik, og "
            + "hvordan tallene har udviklet sig. Den beskriver tallene; den forklarer og bedømmer dem ikke.",
        municipality: "Kommune",
        municipalityValue: "{name} (kommunekode {code})",
        publication: "Udgivelse",
        publicationValue: "nr. {number}",
        made: "Dannet",

        inShort: "Det vigtigste",
        inShortOrder:
            "Hver plads står med antallet af kommuner (n) og et interval. Ordene er forklaret under »Om tallene«.",
        noFigures: "Der er ingen rangordnede tal i denne udgivelse.",
        value: "{name}: {value} ({period}).",
        rankAlone: "Det er plads {rank} af {n} kommuner ({order}); intervallet er kun denne plads.",
        rankInterval: "Det er plads {rank} af {n} kommuner ({order}), med intervallet {low}–{high}.",
        rankTiedOne:
            "Det er plads {rank} af {n} kommuner ({order}), delt med 1 anden kommune, med intervallet {low}–{high}.",
        rankTied:
            "Det er plads {rank} af {n} kommuner ({order}), delt med {ties} andre kommuner, med intervallet {low}–{high}.",
        medianBelow: "Tallet er {distance} lavere end medianen for alle kommuner, som er {median}.",
        medianAbove: "Tallet er {distance} højere end medianen for alle kommuner, som er {median}.",
        medianSame: "Tallet svarer til medianen for alle kommuner, som er {median}.",
        allMedian: "Medianen for alle kommuner er {median}.",
        groupMedian: "Medianen for gruppen {group} er {median}.",
        ownMissing: "Kilden har intet tal for {name} ({period}), og kommunen indgår ikke i rangordningen.",
        ownSuppressed: "Kilden har skjult tallet for {name} ({period}), og kommunen indgår ikke i rangordningen.",
        higherBetter: "For dette tal regnes højere for bedre.",
        lowerBetter: "For dette tal regnes lavere for bedre.",
        neutral: "Et højt eller lavt tal er her hverken godt eller dårligt i sig selv.",

        keyFigures: "Nøgletal for {name}",
        ownValue: "Tal for {name}",
        rank: "Plads",
        rankOf: "{rank} af {n}",
        interval: "Pladsens interval",
        intervalOne: "kun {low}",
        intervalRange: "{low}–{high}",
        distance: "Afstand til medianen",
        percentile: "Percentil",
        quartile: "Kvartil",
        quartileOf: "{quartile}. af 4",
        z: "z-værdi",
        medianAll: "Median, alle kommuner",
        medianOfGroup: "Median, {group}",
        meanWeighted: "Vægtet gennemsnit, alle",
        meanUnweighted: "Uvægtet gennemsnit, alle",

        rankedChartTitle: "{title}, {period}: kommunerne i rækkefølge",
        rankedChartDescription:
            "Søjlediagram med {count} kommuner ordnet efter tal ({order}). {low} {high} Alle tal står i tabellen under figuren.",
        rankedHeading: "Alle kommuner, {period} (n = {n}; {order})",
        barTooltip: "{name}: {value} (plads {rank} af {n})",
        key: "Tegnforklaring",
        keyOthers: "Øvrige kommuner",
        lowest: "Lavest",
        highest: "Højest",
        nameAndOne: "{name} og 1 anden",
        nameAndMany: "{name} og {others} andre",
        suppressedList: "Kilden har skjult tallet for: {names}.",
        missingList: "Kilden har intet tal for: {names}.",
        noValues: "Ingen kommuner har et tal for denne periode.",

        developmentHeading: "Udvikling, {first}–{last}",
        developmentChartTitle: "{title}: udvikling {first}–{last}",
        developmentChartDescription:
            "Kurver for {name}, medianen for alle kommuner og medianen for {group}. Alle tal står i tabellen under figuren.",
        developmentCaption: "{title}: tallene bag kurverne",
        developmentOf: "Gruppen er de samme kommuner i alle perioder.",
        axisNotZero: "Den lodrette akse begynder ikke ved nul.",
        period: "Periode",
        gap: "»–« betyder, at der ikke er noget tal for perioden. Kurven er brudt dér.",
        flagged: "Gråt felt {mark} ({periods}): {note}",
        cut:
            "Lodret streg {mark}: brud mellem {before} og {after}. {reasons}. Tal på hver sin side kan ikke sammenlignes.",
        cutMark: "(brud {mark})",

        fullRanking: "Alle kommuner i en tabel",
        fullRankingCaption: "{title}, {period}: alle kommuner",
        fullRankingNote:
            "n = {n} kommuner, {order}. Ens tal deler pladser: 4–6 betyder, at tre kommuner deler "
            + "pladserne 4, 5 og 6. Små forskelle mellem nabopladser siger i sig selv ikke noget.",
        name: "Kommune",
        figure: "Tal",
        ownMark: "(denne kommune)",
        groupMark: "• = i gruppen {group}",

        caveats: "Definition og forbehold",
        source: "Kilde: {publisher}, tabel {table}, hentet {day}.",
        findings: "Sporing med »pejl explain«: {ids}",
        tableOwnAbsent: "Der er intet tal for {name} i denne tabel.",
        suppressedCell: "skjult",
        missingCell: "intet tal",

        analyses: "Andre analyser",
        analysesNote: "Sætningerne er skrevet af analyserne selv.",
        analysisAbsent: "Analysen er ikke med i denne udgivelse, fordi den eller en, den venter på, fejlede "
            + "gentagne gange.",
        analysisNothing: "Analysen fandt intet om kommunen.",
        analysisMore: "Og {count} til, som står i udgivelsen.",

        about: "Om tallene",
        aboutTerms: [
            "Plads", "Interval", "Median", "Gennemsnit", "Percentil", "Kvartil", "z-værdi", "Afrunding",
            "Skjult og intet tal",
        ],
        aboutMeanings: [
            "Kommunernes tal stillet i rækkefølge. Ved hvert tal står, hvilken ende der har plads 1. Kommuner med samme "
                + "tal får samme plads, og de følgende pladser springes over: 1, 2, 2, 4.",
            "De pladser, som tallet kan svare til. Kommuner med ens tal deler pladser; hvor tallenes usikkerhed er kendt, "
                + "er den regnet med. Jo bredere interval, jo mindre siger den enkelte plads.",
            "Det midterste tal: halvdelen af kommunerne ligger på eller under, halvdelen på eller over. Store og små "
                + "kommuner tæller lige meget.",
            "I et uvægtet gennemsnit tæller hver kommune lige meget. I et vægtet gennemsnit tæller kommuner med mange "
                + "elever mere. De to kan afvige fra hinanden og er altid mærket.",
            "Hvor stor en del af kommunerne, i procent, der har et lavere tal. Ens tal tæller halvt. Percentil 50 er midten.",
            "Kommunerne delt i fire lige store dele efter tal. 1. kvartil har de laveste tal, 4. kvartil de højeste.",
            "Afstanden til gennemsnittet målt i standardafvigelser. 0 er gennemsnittet; mellem −1 og 1 er en almindelig "
                + "afstand.",
            "Tal er afrundet, når de vises. Afstande er regnet på de uafrundede tal, så de kan afvige med 1 på sidste "
                + "ciffer. Forskelle af den størrelse kan alene være afrunding.",
            "Et skjult tal findes hos kilden, men vises ikke. Intet tal betyder, at kilden ikke har oplyst noget. Ingen "
                + "af delene er nul, og ingen af dem er tegnet eller regnet med.",
        ],
        adviceHeading: "Sådan kan tallene bruges",
        advice: [
            "Brug tallene til at finde gode spørgsmål. De viser, hvor kommunen ligger, men ikke hvorfor.",
            "Se på flere år og flere tal, før I hæfter jer ved en plads. Et enkelt år er et øjebliksbillede.",
            "Rapporten afprøver ikke, om en forskel er større end tilfældig variation, medmindre det står ved tallet.",
            "Tag tallene med til dem, der kender børnene og skolerne. Deres viden står ikke i statistikken.",
        ],

        sources: "Kilder",
        sourceTable: "Tabel",
        sourcePeriod: "Periode",
        sourceRetrieved: "Hentet",
        sourceLicence: "Vilkår",
        sourceCitation: "Henvisning",
        sourceDigests: "Rådokumenter (SHA-256)",
        sourceFootnote: "Udgiverens note",
        sourceClosed: "Lukket tabel",
        sourceClosedText: "Udgiveren har lukket tabellen; den er sidst opdateret {day}.",
        sourceHasNote: "Udgiveren har en note til tallene.",
        sourceUnknown: "Kilde nr. {number} er ikke beskrevet i denne udgivelse.",
        footer: "Dannet af pejl ud fra udgivelse nr. {number}. Samme udgivelse giver samme rapport.",
        contentDigest: "Udgivelsens indhold (SHA-256)"
    )
}
