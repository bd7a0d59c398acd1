package dev.escriba.it;

import dev.escriba.it.server.Row;

/** See {@link OnServerConfigured}. */
class OnPayaraServerConfigured extends OnServerConfigured {

    OnPayaraServerConfigured() {
        super(Row.PAYARA_SERVER);
    }
}
