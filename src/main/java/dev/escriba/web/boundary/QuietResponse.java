package dev.escriba.web.boundary;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * A response that discards the rest of its body when the client is gone. Otherwise the servers and their JAX-RS
 * implementations report each client that hangs up as an unexpected error, with long stack traces.
 */
final class QuietResponse extends HttpServletResponseWrapper {

    private volatile boolean clientGone;
    private QuietStream stream;

    QuietResponse(HttpServletResponse response) {
        super(response);
    }

    /** Whether a part of the body could not be written. */
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

        QuietStream(ServletOutputStream body) {
            this.body = body;
        }

        private void unlessGone(Write write) {
            gone = gone || !quietly(write);
        }

        @Override
        public void write(int one) {
            unlessGone(() -> body.write(one));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            unlessGone(() -> body.write(bytes, offset, length));
        }

        @Override
        public void flush() {
            unlessGone(body::flush);
        }

        @Override
        public void close() {
            unlessGone(body::close);
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            body.setWriteListener(listener);
        }
    }
}
