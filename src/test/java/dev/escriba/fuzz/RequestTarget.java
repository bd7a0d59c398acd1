package dev.escriba.fuzz;

import dev.escriba.it.support.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** Any damaged request. The answer is never a 5xx of the application, and it shows no detail of the implementation. */
final class RequestTarget implements FuzzTarget {

    private static final int MAX_WAIT_MILLIS = 1_000;
    private static final int MAX_LAST_WAIT_MILLIS = 60_000;
    private static final Pattern INSIDES =
            Pattern.compile("(?i)<html|<!doctype|Exception\\b|dev\\.escriba|\\tat [a-z]+\\.|root:x:0");

    private final Service service;
    private final RequestSeeds seeds;
    private final RequestMutator mutator = new RequestMutator();

    RequestTarget(Service service) {
        this.service = service;
        this.seeds = new RequestSeeds(service);
    }

    @Override
    public byte[] input(Random random) {
        return mutator.mutate(seeds.any(random), random);
    }

    @Override
    public Outcome send(byte[] input) {
        try (Socket socket = new Socket(service.base().getHost(), service.base().getPort())) {
            send(socket, input);
            return judge(answer(socket, input), input);
        } catch (SocketTimeoutException e) {
            return Outcome.wrong("silence", "neither an answer nor an end");
        } catch (IOException e) {
            // the same as for a connection that the server closes before everything is sent
            return Outcome.fine("closed");
        }
    }

    private static void send(Socket socket, byte[] input) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(input);
            out.flush();
        } catch (IOException answeredBeforeTheEnd) {
            // the answer may still be readable
        }
    }

    private static RawAnswer answer(Socket socket, byte[] input) throws IOException {
        InputStream in = socket.getInputStream();
        boolean toHead = new String(input, 0, Math.min(input.length, 5), StandardCharsets.ISO_8859_1).equals("HEAD ");
        socket.setSoTimeout(MAX_WAIT_MILLIS);
        PushbackInputStream peeked = new PushbackInputStream(in);
        int first;
        try {
            first = peeked.read();
        } catch (SocketTimeoutException e) {
            // the server may wait for the rest of an announced body
            socket.shutdownOutput();
            socket.setSoTimeout(MAX_LAST_WAIT_MILLIS);
            first = peeked.read();
        }
        if (first < 0) {
            return new RawAnswer(0, Map.of(), "");
        }
        peeked.unread(first);
        return RawAnswer.read(peeked, toHead);
    }

    private static Outcome judge(RawAnswer answer, byte[] input) {
        String kind = answer.status() == 0 ? "closed" : String.valueOf(answer.status());
        boolean honest = answer.status() < 500
                || (answer.status() == 503 && answer.headers().containsKey("retry-after"))
                || (answer.status() == 505 && answer.body().isEmpty() && !isHttp(input));
        // the page of the console is the only HTML
        boolean isConsole = answer.status() == 200 && answer.body().contains("<es-app>");
        if (!honest || (!isConsole && INSIDES.matcher(answer.body()).find())) {
            return Outcome.wrong(kind, kind + " " + answer.headers() + " " + answer.body());
        }
        return Outcome.fine(kind);
    }

    /**
     * Whether the first line ends in a supported HTTP version. The server, not the application, refuses other requests.
     */
    private static boolean isHttp(byte[] input) {
        // a carriage return alone does not end a line
        String start = new String(input, StandardCharsets.ISO_8859_1).replaceFirst("^[\r\n]+", "");
        return start.substring(0, Math.max(0, start.indexOf('\n')))
                .matches("\\S+[ \t]+\\S+[ \t]+HTTP/1\\.[01][ \t]*\r?");
    }
}
