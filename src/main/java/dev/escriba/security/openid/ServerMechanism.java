package dev.escriba.security.openid;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A mechanism of the server's own, which this application's asks, and nobody else finds. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@interface ServerMechanism {

    /** To give it to beans that are not this application's. */
    final class Literal extends AnnotationLiteral<ServerMechanism> implements ServerMechanism {

        private static final long serialVersionUID = 1L;
    }
}
