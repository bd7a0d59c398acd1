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

    private QuietStream stream;

    QuietResponse(HttpServletResponse response) {
        super(response);
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

    private static boolean quietly(Write write) {
        try {
            write.run();
            return true;
        } catch (IOException clientGone) {
            return false;
        }
    }

    private static final class QuietStream extends ServletOutputStream {

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
