package dev.escriba.security.control;

import dev.escriba.problem.control.Problems;
import dev.escriba.security.entity.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;

/** Tells who makes the current request. */
@RequestScoped
public class Callers {

    @Inject
    SecurityContext security;

    /** The caller; 401 where nobody is known. */
    public Caller current() {
        return security.getPrincipalsByType(Caller.class).stream()
                .findFirst()
                .orElseThrow(() -> Problems.ofStatus(401));
    }
}
