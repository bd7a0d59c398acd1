package dev.escriba.web.boundary;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A response that discards the rest of its body when the client is gone, or reads too slowly. Otherwise the servers and
 * their JAX-RS implementations report each client that hangs up as an unexpected error, with long stack traces, and a
 * slow reader keeps a thread for as long as it likes.
 */
final class QuietResponse extends HttpServletResponseWrapper {

    private static final Logger LOG = Logger.getLogger(QuietResponse.class.getName());

    /** Bytes of a write: few, so that a slow client is noticed soon. */
    private static final int CHUNK = 1 << 13;

    private final ReadingPace pace;
    private volatile boolean clientGone;
    private QuietStream stream;

    QuietResponse(HttpServletResponse response, ReadingPace pace) {
        super(response);
        this.pace = pace;
    }

    /** Whether a part of the body could not be written, or is not written because the client reads too slowly. */
    boolean isClientGone() {
        return clientGone;
    }

    /** Does nothing when the answer has begun: some servers would log a warning. */
    @Override
    public void setStatus(int status) {
        if (!isCommitted()) {
            super.setStatus(status);
        }
    }

    /** As {@link #setStatus}. */
    @Override
    public void setHeader(String name, String value) {
        if (!isCommitted()) {
            super.setHeader(name, value);
        }
    }

    /** As {@link #setStatus}. */
    @Override
    public void addHeader(String name, String value) {
        if (!isCommitted()) {
            super.addHeader(name, value);
        }
    }

    /** As {@link #setStatus}. */
    @Override
    public void setContentLength(int length) {
        if (!isCommitted()) {
            super.setContentLength(length);
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (stream == null) {
            stream = new QuietStream(super.getOutputStream());
        }
        return stream;
    }

    @Override
    public void flushBuffer() {
        quietly(super::flushBuffer);
    }

    private interface Write {
        void run() throws IOException;
    }

    private boolean quietly(Write write) {
        try {
            write.run();
            return true;
        } catch (IOException e) {
            clientGone = true;
            return false;
        }
    }

    private final class QuietStream extends ServletOutputStream {

        private final ServletOutputStream body;
        private boolean gone;

        /** Then the container says how much can be written, and no write waits. */
        private boolean listens;

        QuietStream(ServletOutputStream body) {
            this.body = body;
        }

        private void unlessGone(Write write) {
            gone = gone || !quietly(write);
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (listens) {
                unlessGone(() -> body.write(bytes, offset, length));
                return;
            }
            int end = offset + length;
            for (int from = offset; from < end && !gone; from += CHUNK) {
                if (pace.isTooSlow()) {
                    giveUp(bytes[from]);
                } else {
                    int begin = from;
                    int count = Math.min(CHUNK, end - from);
                    timed(count, () -> body.write(bytes, begin, count));
                }
            }
        }

        private void timed(int count, Write write) {
            long begin = pace.now();
            unlessGone(write);
            pace.add(count, begin);
        }

        /**
         * Sends one byte more, and not the rest: so a text never ends at the end of a line, as if it were whole. A
         * client sees that an answer with a length is shorter.
         */
        private void giveUp(byte next) {
            LOG.log(Level.INFO, "An answer ends early: its client reads too slowly");
            unlessGone(() -> body.write(next));
            gone = true;
            clientGone = true;
        }

        @Override
        public void flush() {
            timed(0, body::flush);
        }

        @Override
        public void close() {
            timed(0, body::close);
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            listens = true;
            body.setWriteListener(listener);
        }
    }
}
