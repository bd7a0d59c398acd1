package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class QuietResponseTest {

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private int attempts;
    private boolean gone;

    @Test
    void whatIsWrittenArrivesUntilTheClientIsGone() throws IOException {
        QuietResponse response = new QuietResponse(response());
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

    private void attempt() throws IOException {
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
