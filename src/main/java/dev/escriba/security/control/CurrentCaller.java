package dev.escriba.security.control;

import dev.escriba.problem.control.Problems;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.security.entity.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The caller of the current request, whichever credential authenticated it. */
@RequestScoped
public class CurrentCaller {

    @Inject
    SecurityContext security;

    @Inject
    SignOn signOn;

    private Caller known;

    /**
     * The caller.
     *
     * @throws dev.escriba.problem.entity.Problem 401 if the request is not authenticated
     */
    public Caller get() {
        if (known == null) {
            known = security.getPrincipalsByType(Caller.class).stream()
                    .findFirst()
                    .orElseGet(this::ofServer);
        }
        return known;
    }

    /** The caller that the server itself authenticated. */
    private Caller ofServer() {
        Principal principal = security.getCallerPrincipal();
        if (principal == null) {
            throw Problems.ofStatus(401);
        }
        Set<String> groups = security.getPrincipalsByType(Principal.class).stream()
                .map(Principal::getName)
                .filter(name -> !name.equals(principal.getName()))
                .collect(Collectors.toSet());
        Set<String> roles =
                Role.OF_PEOPLE.stream().filter(security::isCallerInRole).collect(Collectors.toSet());
        return signOn.caller(new SignedIn(principal.getName(), principal.getName(), groups, Optional.empty()), roles);
    }
}
