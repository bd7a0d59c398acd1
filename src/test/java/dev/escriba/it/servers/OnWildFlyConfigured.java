package dev.escriba.it.servers;

import dev.escriba.it.servers.process.Row;

/** See {@link OnServerConfigured}. */
class OnWildFlyConfigured extends OnServerConfigured {

    OnWildFlyConfigured() {
        super(Row.WILDFLY);
    }
}
