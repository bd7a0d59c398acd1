package dev.escriba.settings.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.settings.entity.CannotStart;
import dev.escriba.settings.entity.RunComplete;
import dev.escriba.settings.entity.WrongSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailedStartTest {

    private final WrongSetting workers = WrongSetting.outOfRange("escriba.speech.workers", 0, 1, 1024);
    private final WrongSetting price = new WrongSetting("escriba.models.prices.x", "free", "Set a number.");

    private final Logger logger = Logger.getLogger(FailedStart.class.getName());
    private final List<LogRecord> logged = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry);
        }

        @Override
        public void flush() {
            events.add("flush");
        }

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private FailedStart start(boolean exits) {
        return new FailedStart(exits, code -> events.add("exit " + code));
    }

    @Test
    void aRunThatHasDoneItsWorkEndsWithZero() {
        start(true).report(new IllegalStateException("WELD", new RunComplete("The tables are at version 6.")));
        assertThat(logged).singleElement().satisfies(entry -> {
            assertThat(entry.getLevel()).isEqualTo(Level.INFO);
            assertThat(entry.getMessage()).isEqualTo("The tables are at version 6.");
        });
        assertThat(events).endsWith("exit 0");
    }

    @Test
    void whatTheServerWrapsIsOneMessageWithoutATrace() {
        start(false).report(new IllegalStateException("WELD-000049", new RuntimeException(workers)));
        assertThat(logged).singleElement().satisfies(entry -> {
            assertThat(entry.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(entry.getThrown()).isNull();
            assertThat(entry.getMessage().lines())
                    .containsExactly(
                            "Escriba does not start: escriba.speech.workers is \"0\". Set it to a value"
                                    + " from 1 to 1024.",
                            "The application is not deployed.");
        });
        assertThat(events).isEmpty();
    }

    @Test
    void severalWrongSettingsAreOneMessageWithALineEach() {
        start(false).report(List.of(workers, price));
        assertThat(logged).singleElement().satisfies(entry -> assertThat(entry.getMessage())
                .contains(System.lineSeparator() + "  " + workers.getMessage())
                .contains(System.lineSeparator() + "  " + price.getMessage()));
    }

    @Test
    void theLogIsFlushedBeforeTheProcessEnds() {
        start(true).report(new CannotStart("The database is away.", null));
        assertThat(events).containsExactly("flush", "exit 1");
        assertThat(logged).singleElement().satisfies(entry -> assertThat(entry.getMessage())
                .contains("The database is away.")
                .endsWith("The process ends with exit code 1."));
    }

    @Test
    void aFailureThatIsNotKnownHasItsTrace() {
        NullPointerException unknown = new NullPointerException("nothing there");
        start(false).report(new IllegalStateException("wrapped", unknown));
        assertThat(logged).singleElement().satisfies(entry -> {
            assertThat(entry.getThrown()).hasCause(unknown);
            assertThat(entry.getMessage()).contains("nothing there");
        });
    }

    @Test
    void onlyTheFirstFailureIsTold() {
        FailedStart start = start(true);
        start.report(workers);
        start.report(price);
        assertThat(logged).hasSize(1);
        assertThat(events).containsExactly("flush", "exit 1");
    }
}
