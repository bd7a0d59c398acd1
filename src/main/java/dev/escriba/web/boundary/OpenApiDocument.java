package dev.escriba.web.boundary;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Serves the description of the API, {@code META-INF/openapi.yaml}, word for word. Each server has an endpoint of its
 * own that parses the file and writes it anew; each of these endpoints loses or adds something. The requests are those
 * of MicroProfile OpenAPI: YAML is the default, and the parameter {@code format} or else the header {@code Accept}
 * chooses JSON.
 */
@WebServlet("/openapi/*")
public class OpenApiDocument extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final List<String> METHODS = List.of("GET", "HEAD");

    private static final String YAML = "/WEB-INF/classes/META-INF/openapi.yaml";

    /** The build makes this file from the YAML file. */
    private static final String JSON = "/WEB-INF/classes/dev/escriba/web/openapi.json";

    private byte[] yaml = {};
    private byte[] json = {};

    @Override
    public void init() {
        String context = getServletContext().getContextPath();
        yaml = withServer(read(YAML), "- url: /\n", context);
        json = withServer(read(JSON), "\"url\":\"/\"", context);
    }

    private String read(String resource) {
        try (InputStream file = getServletContext().getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException(resource + " is not in the application");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(resource + " cannot be read", e);
        }
    }

    /**
     * Puts the context path into the address of the server. The address has no host, so it is right behind any proxy.
     */
    static byte[] withServer(String document, String root, String context) {
        String placed = context.isEmpty() ? document : document.replace(root, root.replace("/", context));
        return placed.getBytes(StandardCharsets.UTF_8);
    }

    /** Refuses all other methods, also OPTIONS: the usual answer to it names TRACE as allowed. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (METHODS.contains(request.getMethod())) {
            super.service(request, response);
        } else {
            response.setHeader("Allow", String.join(", ", METHODS));
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() != null && !"/".equals(request.getPathInfo())) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        boolean asJson = isJson(request.getParameter("format"), request.getHeader("Accept"));
        byte[] document = asJson ? json : yaml;
        response.setContentType(asJson ? "application/json" : "application/yaml");
        response.addHeader("Vary", "Accept");
        response.setContentLength(document.length);
        response.getOutputStream().write(document);
    }

    /**
     * The parameter decides. Without it, the header asks for JSON if it names JSON, and does not name YAML before that.
     */
    static boolean isJson(String format, String accept) {
        if (format != null) {
            return "json".equalsIgnoreCase(format);
        }
        String types = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        int yaml = types.indexOf("yaml");
        int json = types.indexOf("json");
        return json >= 0 && (yaml < 0 || json < yaml);
    }
}
