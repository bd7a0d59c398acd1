package dev.escriba.security.openid;

import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The server's own OpenID Connect mechanism. The container calls the mechanism of the application, which calls this
 * one.
 */
@ApplicationScoped
class StandardMechanism {

    private static final Logger LOG = Logger.getLogger(StandardMechanism.class.getName());

    @Inject
    BeanManager beans;

    /**
     * Calls the server's mechanism.
     *
     * @throws Problem 503 if the provider does not answer
     */
    AuthenticationStatus validate(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        try {
            return mechanism()
                    .validateRequest(request, response, new DelegatedMessageContext(context, request, response));
        } catch (AuthenticationException e) {
            return AuthenticationStatus.SEND_FAILURE;
        } catch (RuntimeException e) {
            if (isOutage(e)) {
                LOG.log(Level.WARNING, "The identity provider does not answer: {0}", e.toString());
                throw Problem.unavailable();
            }
            // implementations throw for an invalid token or an unknown state
            LOG.log(Level.FINE, "A sign-in failed: {0}", e.getClass().getName());
            return AuthenticationStatus.SEND_FAILURE;
        }
    }

    private HttpAuthenticationMechanism mechanism() {
        Bean<?> bean = beans.getBeans(HttpAuthenticationMechanism.class, Any.Literal.INSTANCE).stream()
                .filter(candidate -> !candidate.isAlternative())
                .findFirst()
                .orElseThrow();
        return (HttpAuthenticationMechanism)
                beans.getReference(bean, HttpAuthenticationMechanism.class, beans.createCreationalContext(bean));
    }

    private static boolean isOutage(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
