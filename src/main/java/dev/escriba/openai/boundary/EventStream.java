package dev.escriba.openai.boundary;

import dev.escriba.openai.entity.AudioRequest;
import dev.escriba.openai.entity.ResponseFormat;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.Segment;
import dev.escriba.transcription.control.RunListener;
import dev.escriba.transcription.entity.TranscriptionResult;
import dev.escriba.web.control.LiveResponse;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Sends a transcript as server-sent events while it is made. The answer begins with the first event, so a failure before
 * that has its own status. A comment keeps the connection open while there is nothing to tell.
 */
final class EventStream implements RunListener, AutoCloseable {

    /** An answer that no one reads. It is for the log. */
    private static final int CLIENT_GONE = 499;

    private final LiveResponse live;
    private final AudioRequest request;
    private final String language;
    private final Duration pause;
    private final StringBuilder sent = new StringBuilder();
    private String instance = "";
    private long lastWrite = System.nanoTime();
    private int segments;
    private boolean begun;
    private boolean closed;

    /**
     * @param language of the messages
     * @param pause the time without an event after which a comment is sent
     */
    EventStream(LiveResponse live, AudioRequest request, String language, Duration pause) {
        this.live = live;
        this.request = request;
        this.language = language;
        this.pause = pause;
    }

    @Override
    public synchronized void begun(UUID id) {
        instance = id.toString();
        lastWrite = System.nanoTime();
    }

    /**
     * Sends the text of a segment.
     *
     * @throws Problem when the client is gone, which ends the run
     */
    @Override
    public synchronized void segment(Segment segment) {
        String delta = (sent.isEmpty() ? "" : " ") + segment.text();
        JsonObjectBuilder event =
                Json.createObjectBuilder().add("type", "transcript.text.delta").add("delta", delta);
        if (request.logprobs()) {
            event.add("logprobs", SegmentJson.logprobs(List.of(segment)));
        }
        boolean hasSpeakers = request.format() == ResponseFormat.DIARIZED_JSON;
        if (hasSpeakers) {
            event.add("segment_id", SegmentJson.id(segments));
        }
        sent.append(delta);
        data(event);
        if (hasSpeakers) {
            data(SegmentJson.diarized(segments, segment, request.speakers()));
        }
        segments++;
        if (live.clientGone().getAsBoolean()) {
            throw Problem.of(CLIENT_GONE, "openai.client-gone");
        }
    }

    /** Sends what the segments have not told, and the last event. The run is settled. */
    synchronized void done(TranscriptionResult result) {
        Transcript transcript = new Transcript(request, result);
        String text = result.transcript().orElse("");
        if (text.length() > sent.length() && text.startsWith(sent.toString())) {
            // the result of an earlier run has told no segments
            data(Json.createObjectBuilder()
                    .add("type", "transcript.text.delta")
                    .add("delta", text.substring(sent.length())));
        }
        data(transcript.done());
    }

    /** Whether the answer has begun: then it has the status 200, and a failure can only be an event. */
    synchronized boolean isBegun() {
        return begun;
    }

    /** Sends a failure as the last event. */
    synchronized void failed(String error) {
        write("data: " + error + "\n\n");
    }

    private void data(JsonObjectBuilder event) {
        write("data: " + event.build() + "\n\n");
    }

    private void write(String frame) {
        HttpServletResponse response = live.servletResponse();
        try {
            if (!begun) {
                begun = true;
                response.setStatus(HttpServletResponse.SC_OK);
                response.setContentType("text/event-stream;charset=UTF-8");
                response.setHeader("Content-Language", language);
                // proxies would wait for more
                response.setHeader("X-Accel-Buffering", "no");
                if (!instance.isEmpty()) {
                    response.setHeader("X-Instance-Id", instance);
                }
            }
            response.getOutputStream().write(frame.getBytes(StandardCharsets.UTF_8));
            response.getOutputStream().flush();
        } catch (IOException clientGone) {
            throw Problem.of(CLIENT_GONE, "openai.client-gone");
        }
        lastWrite = System.nanoTime();
    }

    /** Sends comments until the stream is closed. Runs on a thread of its own. */
    synchronized void keepAlive() {
        try {
            while (!closed) {
                long left = lastWrite + pause.toNanos() - System.nanoTime();
                if (left > 0) {
                    wait(left / 1_000_000 + 1);
                } else if (!instance.isEmpty()) {
                    write(": keep-alive\n\n");
                } else {
                    // the run has not begun, so its answer may still be a refusal
                    lastWrite = System.nanoTime();
                }
            }
        } catch (Problem gone) {
            // the next segment notices it too
        } catch (InterruptedException serverStops) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
