package dev.escriba.it;

import dev.escriba.it.server.Row;

/** See {@link OnServer}. */
class OnWildFly extends OnServer {

    OnWildFly() {
        super(Row.WILDFLY);
    }
}
