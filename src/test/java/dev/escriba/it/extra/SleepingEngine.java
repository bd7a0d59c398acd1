package dev.escriba.it.extra;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.control.SpeechEngine;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.speech.entity.TokenLimit;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Simulates an engine on another machine: it reads the recording and sleeps for the milliseconds in the prompt. */
@ApplicationScoped
public class SleepingEngine implements SpeechEngine {

    static final String NAME = "sleeping";

    private static final int PROMPT_TOKENS = 10;
    private static final int COMPLETION_TOKENS = 5;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> languages() {
        return Set.of("en");
    }

    @Override
    public TokenLimit tokenLimit(Duration audio, RecognitionRequest request) {
        return new TokenLimit(PROMPT_TOKENS, COMPLETION_TOKENS);
    }

    @Override
    public Recognition recognize(PcmStream audio, RecognitionRequest request, SegmentListener listener)
            throws InterruptedException {
        float[] portion = new float[1 << 14];
        long samples = 0;
        for (int read = 0; read >= 0; read = audio.read(portion, 0, portion.length)) {
            samples += read;
        }
        if (!request.prompt().isEmpty()) {
            // a slow engine: the prompt says how slow
            Thread.sleep(Long.parseLong(request.prompt()));
        }
        Duration length = Duration.ofMillis(samples * 1000 / PcmStream.SAMPLE_RATE);
        return new Recognition(
                "scripted words", Optional.of("en"), List.of(), length, COMPLETION_TOKENS, PROMPT_TOKENS);
    }
}
