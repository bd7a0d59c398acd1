package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietResponseTest {

    private static final int RATE = 1 << 10;

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private long now;
    private Duration write = Duration.ZERO;
    private int attempts;
    private boolean gone;

    @Test
    void whatIsWrittenArrivesUntilTheClientIsGone() throws IOException {
        QuietResponse response = new QuietResponse(response(), new ReadingPace(RATE, () -> now));
        ServletOutputStream body = response.getOutputStream();
        body.write(new byte[] {'a', 'b', 'c'}, 1, 2);
        body.write('d');
        assertThat(received.toString(java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("bcd");
        assertThat(response.isClientGone()).isFalse();
        gone = true;
        assertThatNoException().isThrownBy(() -> {
            body.write(new byte[3]);
            body.write('d');
            body.flush();
            response.flushBuffer();
            response.getOutputStream().close();
        });
        // one for the stream, one for flushBuffer
        assertThat(attempts).isEqualTo(2);
        assertThat(response.isClientGone()).isTrue();
        assertThat(received.size()).isEqualTo(3);
    }

    /** Else it would keep a thread for as long as it likes. */
    @Test
    void anAnswerEndsWithinALineWhenItsClientIsTooSlow() throws IOException {
        byte[] lines = "0123456789abcde\n".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        QuietResponse response = new QuietResponse(response(), new ReadingPace(RATE, () -> now));
        write = Duration.ofSeconds(20);
        response.getOutputStream().write(lines);
        response.getOutputStream().write(lines);
        // each write adds 8 s: 120 s are more than 60 s and 48 s
        assertThat(received.size()).isEqualTo((6 << 13) + 1);
        assertThat(received.toByteArray()).startsWith(lines[0], lines[1]).endsWith('\n', '0');
        assertThat(response.isClientGone()).isTrue();
    }

    @Test
    void aClientThatReadsAtTheLeastRateGetsAllOfAnAnswer() throws IOException {
        byte[] content = new byte[1 << 20];
        QuietResponse response = new QuietResponse(response(), new ReadingPace(RATE, () -> now));
        write = Duration.ofMillis(8_300);
        response.getOutputStream().write(content);
        assertThat(received.size()).isEqualTo(content.length);
        assertThat(response.isClientGone()).isFalse();
    }

    @Test
    void theTimeBetweenWritesDoesNotCount() throws IOException {
        QuietResponse response = new QuietResponse(response(), new ReadingPace(RATE, () -> now));
        for (int i = 0; i < 100; i++) {
            response.getOutputStream().write(i);
            now += Duration.ofMinutes(1).toNanos();
        }
        assertThat(received.size()).isEqualTo(100);
    }

    private void attempt() throws IOException {
        now += write.toNanos();
        if (gone) {
            attempts++;
            throw new IOException("broken pipe");
        }
    }

    private HttpServletResponse response() {
        ServletOutputStream stream = new ServletOutputStream() {
            @Override
            public void write(int one) throws IOException {
                attempt();
                received.write(one);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                attempt();
                received.write(bytes, offset, length);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        };
        return (HttpServletResponse) Proxy.newProxyInstance(
                QuietResponseTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (self, called, given) -> switch (called.getName()) {
                    case "getOutputStream" -> stream;
                    case "flushBuffer" -> {
                        attempt();
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }
}
