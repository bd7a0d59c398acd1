package dev.escriba.openai.boundary;

import dev.escriba.openai.entity.AudioRequest;
import dev.escriba.openai.entity.ResponseFormat;
import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Spacing;
import dev.escriba.transcription.control.RunListener;
import dev.escriba.transcription.entity.TranscriptionResult;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends a transcript as events while the run goes on. A failure before the answer has begun has its own status. A
 * client that is gone, or that reads too slowly, ends the run.
 */
final class EventStream implements RunListener {

    private final EventWriter writer;
    private final AudioRequest request;
    private final Consumer<UUID> instances;
    private final Speakers speakers;
    private final StringBuilder sent = new StringBuilder();
    private int segments;

    /** @param instances gets the instance of the run */
    EventStream(EventWriter writer, AudioRequest request, Consumer<UUID> instances) {
        this.writer = writer;
        this.request = request;
        this.instances = instances;
        speakers = new Speakers(request.speakers());
    }

    /**
     * Does a run. Sends its segments and its result. A failure is the last event where the answer has begun.
     *
     * @param errors writes a problem as JSON
     * @throws RuntimeException where the run failed before that
     */
    void send(Supplier<TranscriptionResult> run, Function<Problem, String> errors) {
        try {
            done(run.get());
        } catch (RuntimeException e) {
            // another comment would begin the answer
            writer.close();
            if (!writer.isBegun()) {
                throw e;
            }
            writer.failure(errors.apply(Problems.in(e).orElseGet(() -> Problems.of(e))));
        } catch (Error e) {
            writer.close();
            if (writer.isBegun()) {
                writer.failure(errors.apply(Problem.unavailable()));
            }
            throw e;
        }
    }

    @Override
    public void begun(UUID instance) {
        instances.accept(instance);
        writer.instance(instance);
    }

    /**
     * Sends the text of a segment.
     *
     * @throws Problem when the client is gone or too slow, which ends the run
     */
    @Override
    public void segment(Segment segment) {
        String text = Spacing.between(sent, segment.text()) + segment.text();
        sent.append(text);
        JsonObjectBuilder delta = delta(text);
        if (request.logprobs()) {
            delta.add("logprobs", SegmentJson.logprobs(List.of(segment)));
        }
        if (request.format() == ResponseFormat.DIARIZED_JSON) {
            delta.add("segment_id", SegmentJson.id(segments));
            writer.events(delta, SegmentJson.diarized(segments, segment, speakers));
        } else {
            writer.events(delta);
        }
        segments++;
    }

    private static JsonObjectBuilder delta(String text) {
        return Json.createObjectBuilder().add("type", "transcript.text.delta").add("delta", text);
    }

    @Override
    public void check() {
        writer.check();
    }

    /** If the client is gone, ends its run before the run is charged. */
    @Override
    public void recognized(Recognition recognition) {
        writer.check();
    }

    /**
     * Sends the text that no event has sent, and then the last event, which repeats the text of all events. The run is
     * settled before.
     */
    private void done(TranscriptionResult result) {
        Transcript transcript = new Transcript(request, result);
        String text = result.transcript().orElse("");
        if (text.length() > sent.length() && text.startsWith(sent.toString())) {
            // the result of an earlier run comes without segments
            String rest = text.substring(sent.length());
            sent.append(rest);
            writer.events(delta(rest));
        }
        writer.events(transcript.done(sent.toString()));
    }
}
