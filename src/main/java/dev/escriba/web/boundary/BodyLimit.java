package dev.escriba.web.boundary;

import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.BodyPlaces;
import dev.escriba.web.control.Face;
import dev.escriba.web.control.RequestBody;
import dev.escriba.web.control.WebSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * Refuses a request body (400) that has more than {@code escriba.web.max-discarded-bytes} beyond the largest valid
 * one, whether or not {@code Content-Length} announces its size. So much is read because unknown parts of a form are
 * ignored, because the errors of all fields are told together, and because a client that is still sending does not
 * read the answer. The readers of bodies keep the limits of files and texts. Below {@code /v1} a body that is larger
 * than any valid one is refused (413), after as much more is read. A client that sends too slowly, or for too long,
 * gets 408.
 */
@Provider
@PreMatching
@ApplicationScoped
public class BodyLimit implements ContainerRequestFilter {

    private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1 << 20);

    @Inject
    WebSettings settings;

    @Inject
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        // hasEntity() is not called: it waits for the first byte, which never comes after a CONNECT
        request.setEntityStream(new Limited(request));
    }

    /**
     * Throws problems as causes of an {@link IOException}: code that reads a body cleans up after an IOException, but
     * not after other exceptions.
     */
    private final class Limited extends FilterInputStream {

        private final UploadPace pace;
        private final Optional<BodyPlaces.Place> place;
        private final long announced;
        private final Face face;
        private long received;
        private long left;

        Limited(ContainerRequestContext request) {
            super(request.getEntityStream());
            face = Face.of(http).orElse(Face.HUB);
            left = face == Face.OPENAI ? settings.maxBodyBytes(face) : most();
            place = RequestBody.place(http);
            announced = RequestBody.length(http).orElse(0);
            Duration most = settings.bodyTime(
                    RequestBody.isForm(http), RequestBody.length(http).orElse(settings.maxBodyBytes()));
            pace = new UploadPace(settings.uploadGrace().toNanos(), settings.minUploadRate(), most.toNanos());
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
            if (length == 0) {
                return 0;
            }
            int n = receive(target, offset, length);
            left -= Math.max(n, 0);
            if (left < 0) {
                throw face == Face.OPENAI ? discarded(Problem.of(413, "body.too-large")) : overLimit();
            }
            return n;
        }

        private int receive(byte[] target, int offset, int length) throws IOException {
            long start = System.nanoTime();
            int n;
            try {
                n = in.read(target, offset, length);
            } catch (IOException clientGone) {
                throw gone();
            }
            if (!pace.allow(Math.max(n, 0), System.nanoTime() - start)) {
                throw new IOException(Problems.ofStatus(408));
            }
            received += Math.max(n, 0);
            if (n < 0 && received < announced) {
                throw gone();
            }
            if (n < 0 || received == announced) {
                place.ifPresent(BodyPlaces.Place::leave);
            }
            return n;
        }

        /** The client is gone, so no one reads the answer: it is for the log. */
        private IOException gone() {
            return new IOException(Problem.of(400, "body.client-gone"));
        }

        private IOException overLimit() {
            return new IOException(Problem.of(400, RequestBody.OVER_LIMIT, megabytes()));
        }

        private IOException discarded(Problem problem) throws IOException {
            byte[] waste = new byte[1 << 16];
            long discarded = 0;
            for (int n = 0; n >= 0 && discarded < settings.maxDiscardedBytes(); n = receive(waste, 0, waste.length)) {
                discarded += n;
            }
            return new IOException(problem);
        }
    }

    private long most() {
        long valid = settings.maxBodyBytes();
        return valid + Math.min(settings.maxDiscardedBytes(), Long.MAX_VALUE - valid);
    }

    private BigDecimal megabytes() {
        return BigDecimal.valueOf(most()).divide(MEGABYTE, 3, RoundingMode.DOWN);
    }
}
