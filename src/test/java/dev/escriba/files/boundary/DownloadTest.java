package dev.escriba.files.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DownloadTest {

    private static final int BYTES = 100 << 10;
    private static final int RATE = 10 << 10;

    private long now;

    /** Sends a file to a client that takes this long for each write. Returns what has arrived. */
    private byte[] sent(byte[] content, Duration write) throws IOException {
        ByteArrayOutputStream client = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                now += write.toNanos();
            }
        };
        new Download(content.length, RATE, () -> now).send(new ByteArrayInputStream(content), client);
        return client.toByteArray();
    }

    private static byte[] content() {
        byte[] content = new byte[BYTES];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31);
        }
        return content;
    }

    @Test
    void aClientThatReadsAtTheLeastRateGetsAllOfAFile() throws IOException {
        assertThat(sent(content(), Duration.ZERO)).isEqualTo(content());
        // 13 writes in 39 s: 10 s for the bytes, and less than the time of grace
        assertThat(sent(content(), Duration.ofSeconds(3))).isEqualTo(content());
    }

    /** Else it would keep a thread for as long as it likes. */
    @Test
    void aDownloadEndsWhenItsClientIsTooSlow() throws IOException {
        // 40 s are over at the fifth write
        assertThat(sent(content(), Duration.ofSeconds(9))).hasSize(5 << 13);
    }

    @Test
    void theTimeOfReadingTheFileDoesNotCount() throws IOException {
        byte[] content = content();
        ByteArrayInputStream slowDatabase = new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                now += Duration.ofMinutes(1).toNanos();
                return super.read(target, offset, length);
            }
        };
        ByteArrayOutputStream client = new ByteArrayOutputStream();
        new Download(BYTES, RATE, () -> now).send(slowDatabase, client);
        assertThat(client.toByteArray()).isEqualTo(content);
    }
}
