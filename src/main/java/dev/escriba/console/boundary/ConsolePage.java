package dev.escriba.console.boundary;

import dev.escriba.problem.control.Problems;
import dev.escriba.security.openid.OpenIdSignOn;
import dev.escriba.web.control.ProblemBody;
import dev.escriba.web.control.SecurityHeaders;
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
 * The files of the console. They are not left to the server's own servlet for files: servers differ in types, in listing
 * directories and in what they answer where there is no file.
 */
@WebServlet({"", ConsolePage.ASSETS + "*"})
public class ConsolePage extends HttpServlet {

    static final String ASSETS = SecurityHeaders.ASSETS;

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

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (path.startsWith(ASSETS)) {
            asset(path.substring(ASSETS.length()), request, response);
        } else {
            page(request, response);
        }
    }

    private void asset(String name, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> type = type(name);
        Optional<byte[]> content = type.isEmpty() ? Optional.empty() : file(ASSETS + name);
        if (content.isEmpty()) {
            ProblemBody.answer(Problems.ofStatus(404), request, response);
            return;
        }
        SecurityHeaders.cacheForAYear(response);
        write(content.get(), type.orElseThrow(), response);
    }

    private void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<byte[]> content = file("/index.html");
        if (content.isEmpty()) {
            // the build has left the console out
            ProblemBody.answer(Problems.ofStatus(404), request, response);
            return;
        }
        String page = new String(content.get(), StandardCharsets.UTF_8);
        String told = SignOnMeta.in(page, openId.isConfigured(), SignOnMeta.mayHaveSession(request));
        write(told.getBytes(StandardCharsets.UTF_8), "text/html;charset=UTF-8", response);
    }

    private Optional<byte[]> file(String path) throws IOException {
        try (InputStream file = getServletContext().getResourceAsStream(path)) {
            return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
        }
    }

    private static void write(byte[] content, String type, HttpServletResponse response) throws IOException {
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
