package dev.escriba.telemetry.boundary;

import dev.escriba.telemetry.control.Meters;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The metrics page for Prometheus and compatible systems. The deployment descriptor controls access. */
@WebServlet("/metrics")
public class MetricsPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient Meters meters;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Meters.Page page = meters.page(request.getHeader("Accept"));
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 15);
        page.write(body);
        response.setContentType(page.contentType());
        response.setContentLength(body.size());
        body.writeTo(response.getOutputStream());
    }
}
