package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.schedule.control.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

class HousekeepingTest {

    private final List<String> steps = new ArrayList<>();
    private final Housekeeping housekeeping = new Housekeeping();

    private HousekeepingTest() {
        housekeeping.schedule = new Schedule();
        housekeeping.transcripts = new Transcripts() {
            @Override
            public int purge() {
                throw failure("transcripts");
            }

            @Override
            public String purgeDocuments(String after) {
                throw failure("segments");
            }
        };
        housekeeping.corrections = new Corrections() {
            @Override
            public String purge(String after) {
                throw failure("corrections");
            }
        };
        housekeeping.claims = new IdempotencyClaims() {
            @Override
            public int purge() {
                throw failure("keys");
            }
        };
    }

    /** As a statement that reaches its time limit. */
    private RuntimeException failure(String step) {
        steps.add(step);
        return new IllegalStateException(
                "the job failed\nCall: select", new IllegalArgumentException("canceling statement\n  Position: 7"));
    }

    @Test
    void aStepThatFailsKeepsNoOtherFromRunning() {
        List<String> log = logOf(housekeeping::purge);
        assertThat(steps).containsExactly("transcripts", "keys", "segments", "corrections");
        assertThat(log).hasSize(4).allSatisfy(line -> assertThat(line)
                .endsWith("IllegalArgumentException: canceling statement")
                .doesNotContain("\n"));
    }

    @Test
    void pagesEndWhereNoneIsLeft() {
        housekeeping.corrections = new Corrections() {
            @Override
            public String purge(String after) {
                steps.add(after);
                return after.length() < 3 ? after + "x" : after;
            }
        };
        logOf(housekeeping::purge);
        assertThat(steps).containsExactly("transcripts", "keys", "segments", "", "x", "xx", "xxx");
    }

    /** Each node does it every hour. */
    @Test
    void aLargeTableIsReadInPartsAndFromTheBeginAfterItsEnd() {
        int pages = Housekeeping.MAX_PAGES + 50;
        housekeeping.corrections = new Corrections() {
            @Override
            public String purge(String after) {
                steps.add(after);
                return after.length() < pages ? after + "x" : after;
            }
        };
        assertThat(walkOnce()).hasSize(Housekeeping.MAX_PAGES).startsWith("");
        assertThat(walkOnce())
                .hasSize(51)
                .startsWith("x".repeat(Housekeeping.MAX_PAGES))
                .endsWith("x".repeat(pages));
        assertThat(walkOnce()).hasSize(Housekeeping.MAX_PAGES).startsWith("");
    }

    @Test
    void aPageThatFailsIsReadAgain() {
        housekeeping.corrections = new Corrections() {
            @Override
            public String purge(String after) {
                steps.add(after);
                if (after.equals("x")) {
                    throw new IllegalStateException("a test");
                }
                return "x";
            }
        };
        assertThat(walkOnce()).containsExactly("", "x");
        assertThat(walkOnce()).containsExactly("x");
    }

    @Test
    void nothingBeginsOnceTheApplicationStops() {
        housekeeping.schedule = new Schedule() {
            @Override
            public boolean isStopped() {
                return true;
            }
        };
        assertThat(logOf(housekeeping::purge)).isEmpty();
        assertThat(steps).isEmpty();
    }

    /** The pages of corrections that a purge has read. */
    private List<String> walkOnce() {
        steps.clear();
        logOf(housekeeping::purge);
        return List.copyOf(steps.subList(3, steps.size()));
    }

    private static List<String> logOf(Runnable job) {
        List<String> lines = new ArrayList<>();
        SimpleFormatter formatter = new SimpleFormatter();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(formatter.formatMessage(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Housekeeping.class.getName());
        logger.addHandler(handler);
        try {
            job.run();
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }
}
