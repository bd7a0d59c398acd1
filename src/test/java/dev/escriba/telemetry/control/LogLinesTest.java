package dev.escriba.telemetry.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log lines as the handlers of a server receive them. */
class LogLinesTest {

    private static final Logger LOG = Logger.getLogger("dev.escriba.test.lines");

    private final Logger root = Logger.getLogger("");
    private final List<LogRecord> lines = new ArrayList<>();
    private final RequestIds ids = new RequestIds();
    private final Handler server = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLoggerName().startsWith("dev.escriba.test")) {
                lines.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        root.addHandler(server);
        ids.start("start");
    }

    @AfterEach
    void stop() {
        ids.stop();
        RequestIds.leave();
        root.removeHandler(server);
    }

    @Test
    void aLineOfARequestEndsWithItsId() {
        RequestIds.enter("a-1");
        LOG.log(Level.WARNING, "Execution {0} waits", "x");
        RequestIds.leave();
        LOG.warning("nobody's");
        assertThat(lines.get(0).getMessage()).isEqualTo("Execution {0} waits request=a-1");
        assertThat(lines.get(1).getMessage()).isEqualTo("nobody's");
    }

    @Test
    void nothingIsAddedOnceTheApplicationHasGone() {
        ids.stop();
        RequestIds.enter("a-1");
        LOG.warning("later");
        assertThat(lines.get(0).getMessage()).isEqualTo("later");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a=b", "{0}", "é"})
    void anIdThatIsNotSaneIsReplaced(String header) {
        assertThat(RequestIds.chosen(header)).matches("[0-9a-f-]{36}");
    }

    @Test
    void aSaneIdIsKept() {
        assertThat(RequestIds.chosen("A.b_c-9")).isEqualTo("A.b_c-9");
        assertThat(RequestIds.chosen("x".repeat(64))).hasSize(64).startsWith("xx");
        assertThat(RequestIds.chosen("x".repeat(65))).hasSize(36);
        assertThat(RequestIds.chosen(null)).hasSize(36);
    }

    @Test
    void fieldsAreATextAndValues() {
        new LogFields("run")
                .with("outcome", "succeeded")
                .with("absent", null)
                .with("model", "Escriba (detection)")
                .with("audio", Duration.ofMillis(3125))
                .log(LOG, Level.INFO);
        assertThat(lines.get(0).getMessage())
                .isEqualTo("run outcome=succeeded model=\"Escriba (detection)\" audio=3.125");
        assertThat(lines.get(0).getParameters()[0])
                .isEqualTo(Map.of(
                        "event", "run", "outcome", "succeeded", "model", "Escriba (detection)", "audio", "3.125"));
    }

    @Test
    void callersCannotForgeAFieldOrALine() {
        assertThat(new LogFields("refused")
                        .with("method", "GET\" status=200\n{0}")
                        .toString())
                .isEqualTo("refused method=\"GET? status=200??0?\"");
    }
}
