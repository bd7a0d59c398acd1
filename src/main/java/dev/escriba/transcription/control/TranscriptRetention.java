package dev.escriba.transcription.control;

import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Decides which transcripts are stored, and for how long. */
@ApplicationScoped
public class TranscriptRetention {

    /** The size of the column: some 60 hours of speech. */
    private static final int MAX_CHARACTERS = 1_000_000;

    @Inject
    @ConfigProperty(name = "escriba.instances.transcripts", defaultValue = "keep")
    String transcripts;

    @Inject
    @ConfigProperty(name = "escriba.instances.transcript-retention", defaultValue = "P30D")
    Duration retention;

    private boolean keeps;

    protected TranscriptRetention() {}

    /** For use without a container. */
    TranscriptRetention(String transcripts, Duration retention) {
        this.transcripts = transcripts;
        this.retention = retention;
        check();
    }

    @PostConstruct
    void check() {
        keeps = switch (transcripts) {
            case "keep" -> true;
            case "none" -> false;
            default -> throw new WrongSetting("escriba.instances.transcripts", transcripts, "Set it to keep or none.");
        };
        if (retention.isNegative()) {
            throw new WrongSetting(
                    "escriba.instances.transcript-retention", retention, "Set it to PT0S or a longer duration.");
        }
    }

    /** Creates this bean at start, which checks the configuration. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** Whether this transcript is stored. */
    boolean keeps(String transcript) {
        return keeps && transcript.length() <= MAX_CHARACTERS;
    }

    /** Whether this transcript is stored for longer than the given time. */
    boolean outlives(String transcript, Duration time) {
        return keeps(transcript) && retention.compareTo(time) > 0;
    }

    /**
     * The age at which transcripts are deleted; zero where none are kept, so that those of an earlier setting are
     * deleted too.
     */
    Duration period() {
        return keeps ? retention : Duration.ZERO;
    }
}
