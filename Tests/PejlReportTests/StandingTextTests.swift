import PejlModel
import PejlReport
import Testing

struct StandingTextTests {
    @Test("states value, rank, ties, interval, order, distance and the two medians")
    func danish() {
        let wanted =
            "Hedensted: 7,1 % (2024/2025). Det er plads 2 af 4 kommuner (1 = lavest fravær), delt med 1 anden "
            + "kommune, med intervallet 2–3. Tallet er 0,2 procentpoint lavere end medianen for alle kommuner, som "
            + "er 7,3 %. Medianen for gruppen Oplandskommuner er 6,6 %."
        #expect(Page(Samples.model()).text.contains(wanted))
    }

    @Test("states the same in English")
    func english() {
        let wanted =
            "Hedensted: 7.1% (2024/2025). That is rank 2 of 4 municipalities (1 = lowest absence), tied with 1 "
            + "other, with the interval 2–3. The figure is 0.2 percentage points lower than the median of all "
            + "municipalities, which is 7.3%. The median of the group Commuter municipalities is 6.6%."
        #expect(Page(Samples.model(), .english).text.contains(wanted))
    }

    @Test("never gives a rank without its interval")
    func intervals() {
        let alone = Samples.model { figure in
            figure.bars[2].value = 7.2
            figure.standing.rankHigh = 2
        }
        #expect(Page(alone).text.contains("Det er plads 2 af 4 kommuner (1 = lavest fravær); intervallet er kun denne"))
        let unknown = Samples.model { figure in
            figure.standing.rankLow = nil
            figure.standing.rankHigh = nil
        }
        #expect(Page(unknown).text.contains("med intervallet 2–3."))
        let tied = Samples.model { $0.bars.append(Samples.bar("730", "Randers", 7.1)) }
        #expect(Page(tied).text.contains("delt med 2 andre kommuner"))
    }

    @Test(
        "says in words that the municipality has no figure, and keeps the medians",
        arguments: [
            (RankedBar.State.missing, "Kilden har intet tal for Hedensted (2024/2025), og kommunen indgår ikke"),
            (RankedBar.State.suppressed, "Kilden har skjult tallet for Hedensted (2024/2025), og kommunen indgår ikke"),
        ]
    )
    func noOwnValue(state: RankedBar.State, sentence: String) {
        let page = Page(Samples.withoutOwn(state))
        #expect(page.error == nil)
        #expect(page.text.contains(sentence))
        #expect(page.text.contains("Medianen for alle kommuner er 7,3 %."))
        #expect(!page.text.contains("Det er plads"))
        #expect(!page.text.contains("Afstand til medianen 0"))
    }

    @Test(
        "words the distance by its sign after rounding",
        arguments: [
            (0.15, "Tallet er 0,2 procentpoint højere end"), (-0.15, "Tallet er 0,2 procentpoint lavere end"),
            (0.04, "Tallet svarer til medianen"), (0, "Tallet svarer til medianen"),
        ]
    )
    func distance(value: Double, wanted: String) {
        #expect(Page(Samples.model { $0.standing.distanceToMedian = value }).text.contains(wanted))
    }

    @Test(
        "says what direction counts, and that a neutral figure has none",
        arguments: [
            (RankedFigure.Direction.lowerBetter, "For dette tal regnes lavere for bedre."),
            (.higherBetter, "For dette tal regnes højere for bedre."),
            (.neutral, "Et højt eller lavt tal er her hverken godt eller dårligt i sig selv."),
        ]
    )
    func direction(direction: RankedFigure.Direction, wanted: String) {
        #expect(Page(Samples.model { $0.direction = direction }).text.contains(wanted))
    }

    @Test("labels the mean", arguments: [(RankedFigure.MeanKind.weighted, "Vægtet"), (.unweighted, "Uvægtet")])
    func mean(kind: RankedFigure.MeanKind, label: String) {
        #expect(Page(Samples.model { $0.meanKind = kind }).text.contains("\(label) gennemsnit, alle 7,3 %"))
    }
}
