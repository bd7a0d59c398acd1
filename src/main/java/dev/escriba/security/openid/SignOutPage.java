package dev.escriba.security.openid;

import dev.escriba.problem.entity.Problem;
import dev.escriba.web.control.CrossSite;
import dev.escriba.web.control.ProblemBody;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Signs people out, here and at the provider. Only a form of this site can do so. */
@WebServlet("/sign-out")
public class SignOutPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient OpenIdSignOn openId;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!CrossSite.isSafe(request)) {
            ProblemBody.answer(Problem.of(403, "security.cross-site"), request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Location", openId.signOut(request));
    }
}
