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
 * Stops reading a request body where it becomes larger than any valid one, whether or not it said so beforehand. What
 * is over the limit is thrown away, not kept, up to a second limit, because a client that is still sending would not see the answer. A client that sends too slowly is given up.
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
        // without asking whether there is a body: that would wait for its first byte, which after a CONNECT never comes
        request.setEntityStream(new Limited(request.getEntityStream()));
    }

    /** Throws problems as causes of {@link IOException}: what reads a body cleans up after one, but not after others. */
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

        /** What is read twice would be counted twice. */
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
                // not our fault, and nobody is left to be told
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
