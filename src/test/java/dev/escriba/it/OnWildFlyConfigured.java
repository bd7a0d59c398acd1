package dev.escriba.it;

import dev.escriba.it.server.Row;

/** See {@link OnServerConfigured}. */
class OnWildFlyConfigured extends OnServerConfigured {

    OnWildFlyConfigured() {
        super(Row.WILDFLY);
    }
}
