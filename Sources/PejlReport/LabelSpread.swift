/// Moves labels apart so that none covers another.
enum LabelSpread {
    /// New centres, in the order given: labels in each other's way form a stack around their own middle.
    static func centres(wanted: [Double], heights: [Double], top: Double, bottom: Double) -> [Double] {
        var stacks: [Stack] = []
        for index in wanted.indices.sorted(by: { (wanted[$0], $0) < (wanted[$1], $1) }) {
            var stack = Stack(members: [index], height: heights[index], middle: wanted[index])
            stack.keep(between: top, and: bottom)
            while let above = stacks.last, above.bottom > stack.top {
                stacks.removeLast()
                stack = above.joined(stack)
                stack.keep(between: top, and: bottom)
            }
            stacks.append(stack)
        }
        var centres = wanted
        for stack in stacks {
            var edge = stack.top
            for index in stack.members {
                centres[index] = edge + heights[index] / 2
                edge += heights[index]
            }
        }
        return centres
    }

    /// Labels that touch, from the top down.
    private struct Stack {
        var members: [Int]
        var height: Double
        var middle: Double

        var top: Double { middle - height / 2 }
        var bottom: Double { middle + height / 2 }

        mutating func keep(between top: Double, and bottom: Double) {
            middle = max(min(middle, bottom - height / 2), top + height / 2)
        }

        func joined(_ below: Stack) -> Stack {
            let total = Double(members.count + below.members.count)
            let mean = (middle * Double(members.count) + below.middle * Double(below.members.count)) / total
            return Stack(members: members + below.members, height: height + below.height, middle: mean)
        }
    }
}
