package dev.escriba.it.servers;

import dev.escriba.it.servers.process.Row;

/** See {@link OnServer}. */
class OnWildFly extends OnServer {

    OnWildFly() {
        super(Row.WILDFLY);
    }
}
