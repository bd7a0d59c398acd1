package dev.escriba.web.boundary;

import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Stops reading a request body where it becomes larger than any valid one, whether or not it said so beforehand. What is over the limit
 * is thrown away, not kept, up to a second limit, because a client that is still sending would not see the answer.
 */
@Provider
@PreMatching
@ApplicationScoped
public class BodyLimit implements ContainerRequestFilter {

    @Inject
    @ConfigProperty(name = "escriba.media.max-file-bytes", defaultValue = "26214400")
    long mostFileBytes;

    /** Room for the other parts and the headers of all parts. */
    @Inject
    @ConfigProperty(name = "escriba.web.max-other-bytes", defaultValue = "262144")
    long mostOtherBytes;

    @Inject
    @ConfigProperty(name = "escriba.web.max-discarded-bytes", defaultValue = "134217728")
    long mostDiscardedBytes;

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.hasEntity()) {
            request.setEntityStream(new Limited(request.getEntityStream()));
        }
    }

    private final class Limited extends FilterInputStream {

        private long left = mostFileBytes + mostOtherBytes;

        Limited(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = super.read(target, offset, length);
            count(Math.max(n, 0));
            return n;
        }

        private void count(long bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                discardRest();
                throw tooLarge();
            }
        }

        private void discardRest() throws IOException {
            byte[] waste = new byte[1 << 16];
            long discarded = 0;
            for (int n = 0; n >= 0 && discarded < mostDiscardedBytes; n = in.read(waste)) {
                discarded += n;
            }
        }

        private Problem tooLarge() {
            return Problem.invalid("File", "file.too-large", mostFileBytes >> 20);
        }
    }
}
