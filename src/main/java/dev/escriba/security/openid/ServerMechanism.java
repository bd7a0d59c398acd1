package dev.escriba.security.openid;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Qualifies the server's own mechanism, so that only this application's mechanism finds it. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@interface ServerMechanism {

    /** Adds the qualifier to beans of the server. */
    final class Literal extends AnnotationLiteral<ServerMechanism> implements ServerMechanism {

        private static final long serialVersionUID = 1L;
    }
}
