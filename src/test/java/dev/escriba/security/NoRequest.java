package dev.escriba.security;

import dev.escriba.security.control.Audit;
import dev.escriba.security.control.Peppers;
import dev.escriba.security.entity.Pepper;
import dev.escriba.web.control.ClientAddress;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;

/** Parts of security for unit tests, which have no server and no request. */
public final class NoRequest {

    public static final Pepper PEPPER = new Pepper("a pepper for tests that is long enough");

    private NoRequest() {}

    public static Audit audit(EntityManager entities, Clock clock) {
        return new Audit(entities, clock, new ClientAddress() {
            @Override
            public Optional<String> current() {
                return Optional.empty();
            }
        });
    }

    public static Peppers peppers() {
        return new Peppers(PEPPER, null);
    }
}
