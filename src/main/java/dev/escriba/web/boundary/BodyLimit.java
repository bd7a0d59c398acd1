package dev.escriba.web.boundary;

import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.WebSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Refuses a request body that is larger than any valid one (400), whether or not {@code Content-Length} announces its
 * size. It reads on and discards up to {@code escriba.web.max-discarded-bytes} more, because a client that is still
 * sending does not read the answer. A client that sends too slowly gets 408.
 */
@Provider
@PreMatching
@ApplicationScoped
public class BodyLimit implements ContainerRequestFilter {

    private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1 << 20);

    @Inject
    WebSettings settings;

    @Override
    public void filter(ContainerRequestContext request) {
        // hasEntity() is not called: it waits for the first byte, which never comes after a CONNECT
        request.setEntityStream(new Limited(request.getEntityStream()));
    }

    /**
     * Throws problems as causes of an {@link IOException}: code that reads a body cleans up after an IOException, but
     * not after other exceptions.
     */
    private final class Limited extends FilterInputStream {

        private final UploadPace pace = new UploadPace(settings.uploadGrace().toNanos(), settings.minUploadRate());
        private long left = settings.maxFileBytes() + settings.maxOtherBytes();

        Limited(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        /** Bytes that are read twice would be counted twice. */
        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = receive(target, offset, length);
            left -= Math.max(n, 0);
            if (left < 0) {
                throw refused(Problem.invalid("File", "file.too-large", megabytes()));
            }
            return n;
        }

        private int receive(byte[] target, int offset, int length) throws IOException {
            long start = System.nanoTime();
            int n;
            try {
                n = in.read(target, offset, length);
            } catch (IOException clientGone) {
                // the client is gone: the answer reaches no one
                throw new IOException(Problem.of(400, "problem.400"));
            }
            if (!pace.allow(Math.max(n, 0), System.nanoTime() - start)) {
                throw new IOException(Problems.ofStatus(408));
            }
            return n;
        }

        private IOException refused(Problem problem) throws IOException {
            byte[] waste = new byte[1 << 16];
            long discarded = 0;
            for (int n = 0; n >= 0 && discarded < settings.maxDiscardedBytes(); n = receive(waste, 0, waste.length)) {
                discarded += n;
            }
            return new IOException(problem);
        }
    }

    private BigDecimal megabytes() {
        return BigDecimal.valueOf(settings.maxFileBytes()).divide(MEGABYTE, 3, RoundingMode.DOWN);
    }
}
