package dev.escriba.web.boundary;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Serves the description of the API, {@code META-INF/openapi.yaml}, word for word. The servers' own endpoints parse the file and write it anew; each of
 * them loses or adds something.
 */
@WebServlet({"/openapi", "/openapi/*"})
public class OpenApiDocument extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String YAML = "/WEB-INF/classes/META-INF/openapi.yaml";

    /** The build makes it from the YAML file. */
    private static final String JSON = "/WEB-INF/classes/dev/escriba/web/openapi.json";

    private byte[] yaml = {};
    private byte[] json = {};

    @Override
    public void init() {
        String context = getServletContext().getContextPath();
        yaml = withServer(read(YAML), "- url: /", "- url: " + context);
        json = withServer(read(JSON), "\"url\":\"/\"", "\"url\":\"" + context + "\"");
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

    /** The address of the server is relative to that of the document, so it is right behind any proxy. */
    private byte[] withServer(String document, String root, String here) {
        String placed = getServletContext().getContextPath().isEmpty() ? document : document.replace(root, here);
        return placed.getBytes(StandardCharsets.UTF_8);
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
        response.setHeader("Vary", "Accept");
        response.setContentLength(document.length);
        response.getOutputStream().write(document);
    }

    /** JSON where the parameter asks for it, or else the header and not for YAML too. */
    static boolean isJson(String format, String accept) {
        if (format != null) {
            return "json".equalsIgnoreCase(format);
        }
        String types = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        return types.contains("json") && !types.contains("yaml");
    }
}
