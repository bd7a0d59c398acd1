package dev.escriba.it.servers;

import dev.escriba.it.servers.process.Row;

/** See {@link OnServerConfigured}. */
class OnPayaraServerConfigured extends OnServerConfigured {

    OnPayaraServerConfigured() {
        super(Row.PAYARA_SERVER);
    }
}
