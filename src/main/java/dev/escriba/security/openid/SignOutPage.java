package dev.escriba.security.openid;

import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.CrossSite;
import dev.escriba.web.control.ProblemBody;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Signs people out, here and at the provider. Only a page of this site can do so. A form is led to the page where the
 * session at the provider ends too. A script, which cannot see where it is led, asks for JSON and gets the address.
 */
@WebServlet("/sign-out")
public class SignOutPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String JSON = "application/json";

    @Inject
    transient OpenIdSignOn openId;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!CrossSite.isSafe(request)) {
            ProblemBody.answer(Problem.of(403, "security.cross-site"), request, response);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        String next = openId.signOut(request);
        if (String.valueOf(request.getHeader("Accept")).startsWith(JSON)) {
            response.setContentType(ProblemBody.MEDIA_TYPE);
            response.getOutputStream()
                    .write(Json.createObjectBuilder()
                            .add("location", next)
                            .build()
                            .toString()
                            .getBytes(StandardCharsets.UTF_8));
            return;
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", next);
    }
}
