import PejlControl

/// What comes over the control socket.
///
/// However it is cut, there are the same frames; a request or an answer that is read is written as the same one.
enum ControlTarget: FuzzTarget {
    static let name = "control"

    static func run(_ bytes: UnsafeRawBufferPointer) {
        // The first byte says how many come at a time.
        guard let step = bytes.first.map({ Int($0) + 1 }) else { return }
        let stream = Array(bytes.dropFirst())
        let contents = frames(stream, step: step)
        hold(contents == frames(stream, step: stream.count + 1), "cut otherwise, other frames")
        for content in contents {
            request(content)
            answer(content)
        }
    }

    private static func frames(_ stream: [UInt8], step: Int) -> [[UInt8]] {
        var (reader, rest, found): (ControlFrameReader, ArraySlice<UInt8>, [[UInt8]]) = (
            ControlFrameReader(), stream[...], []
        )
        while !rest.isEmpty {
            let piece = rest.prefix(min(step, reader.wanted))
            rest = rest.dropFirst(piece.count)
            do throws(ControlError) {
                guard let content = try reader.add(piece) else { continue }
                hold((1...ControlLimits.frameBytes).contains(content.count), "a frame of \(content.count) bytes")
                found.append(content)
            } catch {
                hold(error.name == "bad-frame", error.name)
                break
            }
        }
        return found
    }

    private static func request(_ content: [UInt8]) {
        do throws(ControlError) {
            let request = try ControlRequest(frame: content)
            let written = request.frame()
            hold(written.count <= ControlLimits.frameBytes, "a request is written longer than a frame")
            guard let again = try? ControlRequest(frame: written) else { fail("it cannot be read again") }
            hold(again == request, "read again, another request")
        } catch {
            hold(["bad-frame", "bad-request"].contains(error.name), error.name)
            let refusal = ControlAnswer.failed(error).frame()
            hold(refusal.count <= ControlLimits.frameBytes, "a refusal is longer than a frame")
            hold((try? ControlAnswer(frame: refusal)) == .failed(error), "a refusal cannot be read")
        }
    }

    private static func answer(_ content: [UInt8]) {
        guard let answer = try? ControlAnswer(frame: content) else { return }
        guard let again = try? ControlAnswer(frame: answer.frame()) else { fail("it cannot be read again") }
        // An error's text is cut where it is long.
        if case .failed = answer { return }
        hold(again == answer, "read again, another answer")
    }
}
