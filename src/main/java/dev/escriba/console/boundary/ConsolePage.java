package dev.escriba.console.boundary;

import dev.escriba.problem.control.Problems;
import dev.escriba.security.openid.OpenIdSignOn;
import dev.escriba.transcription.control.QueueSettings;
import dev.escriba.transcription.control.TranscriptionSettings;
import dev.escriba.web.control.PlainPath;
import dev.escriba.web.control.ProblemBody;
import dev.escriba.web.control.SecurityHeaders;
import dev.escriba.web.control.WebSettings;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the console. The server's own servlet for files does not serve them, because servers differ in media
 * types, in listing directories and in their answer if a file is missing.
 */
@WebServlet({"", ConsolePage.PAGE, ConsolePage.ASSETS + "*"})
public class ConsolePage extends HttpServlet {

    /** The path below which the files of the page are; the name of each has a digest of its content. */
    static final String ASSETS = "/assets/";

    /** The file of the page. At its own address there is none: servers would answer with it as it is. */
    static final String PAGE = "/index.html";

    private static final long serialVersionUID = 1L;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.([a-z0-9]+)");

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2");

    @Inject
    transient OpenIdSignOn openId;

    @Inject
    transient WebSettings settings;

    @Inject
    transient QueueSettings queue;

    @Inject
    transient TranscriptionSettings transcription;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = PlainPath.of(
                request.getRequestURI().substring(request.getContextPath().length()));
        if (path.startsWith(ASSETS)) {
            asset(path.substring(ASSETS.length()), request, response);
        } else if (path.isEmpty()) {
            page(request, response);
        } else {
            none(request, response);
        }
    }

    private void asset(String name, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> type = type(name);
        Optional<byte[]> content = type.isEmpty() ? Optional.empty() : file(ASSETS + name);
        if (content.isEmpty()) {
            none(request, response);
            return;
        }
        SecurityHeaders.cacheForAYear(response);
        write(content.get(), type.orElseThrow(), response);
    }

    private void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<byte[]> content = file(PAGE);
        if (content.isEmpty()) {
            // the build has left the console out
            none(request, response);
            return;
        }
        String page = new String(content.get(), StandardCharsets.UTF_8);
        PageMeta meta = new PageMeta(
                openId.isConfigured(),
                PageMeta.mayHaveSession(request),
                settings.maxFileBytes(),
                queue.enabled() && transcription.keepsTranscripts());
        write(meta.in(page).getBytes(StandardCharsets.UTF_8), "text/html;charset=UTF-8", response);
    }

    private static void none(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemBody.answer(Problems.ofStatus(404), request, response);
    }

    private Optional<byte[]> file(String path) throws IOException {
        try (InputStream file = getServletContext().getResourceAsStream(path)) {
            return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
        }
    }

    private static void write(byte[] content, String type, HttpServletResponse response) throws IOException {
        SecurityHeaders.allowPage(response);
        response.setContentType(type);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    /** The media type of an asset; empty for a name that no asset has. */
    static Optional<String> type(String name) {
        Matcher known = NAME.matcher(name);
        return known.matches() ? Optional.ofNullable(TYPES.get(known.group(1))) : Optional.empty();
    }
}
