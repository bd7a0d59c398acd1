package dev.escriba.security.control;

import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.security.entity.SignedIn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes callers of those whom a company's sign-on vouches for: groups that are named like roles are roles. */
@ApplicationScoped
public class SignOn {

    private static final Set<String> ROLES = Set.of(Role.TRANSCRIBER, Role.AUDITOR, Role.ADMINISTRATOR);

    @PersistenceContext
    EntityManager entities;

    @Transactional
    public Caller caller(SignedIn signedIn) {
        String account = entities.createQuery("select a.id from Account a order by a.createdAt", String.class)
                .setMaxResults(1)
                .getSingleResult();
        Set<String> roles = signedIn.groups().stream().filter(ROLES::contains).collect(Collectors.toSet());
        return new Caller("user:" + signedIn.subject(), account, roles);
    }
}
