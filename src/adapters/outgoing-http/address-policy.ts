import { BlockList, isIP, isIPv6 } from 'node:net';
import { AppError } from '../../core/errors.ts';

/** Says whether a provider call may connect to an IP address. */
export type AddressPolicy = (address: string) => boolean;

/** Networks that no public service is in: this machine, its neighbours, and what stands for them in IPv6. */
const closedNetworks = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/32',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

/**
 * Public addresses, and those in the networks that the operator opened for models inside the perimeter (R53), as
 * `10.1.0.0/16` or `fd00:1::/32`. `setting` is the key of the environment that says them.
 * @throws AppError `CONFIGURATION_INVALID` for what is no network, with the key and without its value
 */
export function createAddressPolicy(
  openedNetworks: readonly string[],
  setting = 'PRIVATE_NETWORKS',
): AddressPolicy {
  const closed = listOf(closedNetworks, setting);
  const opened = listOf(openedNetworks, setting);
  return (address) => {
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    return opened.check(address, family) || !closed.check(address, family);
  };
}

function listOf(networks: readonly string[], setting: string): BlockList {
  const list = new BlockList();
  for (const [at, network] of networks.entries()) {
    const [address = '', length = ''] = network.split('/');
    const family = isIP(address);
    const bits = Number(length);
    if (family === 0 || !/^\d{1,3}$/.test(length) || bits > (family === 6 ? 128 : 32))
      throw new AppError('CONFIGURATION_INVALID', {
        explanation: {
          fr: `${setting} : le réseau n° ${at + 1} doit être écrit comme 10.1.0.0/16 ou fd00:1::/32.`,
          en: `${setting}: network ${at + 1} must be written like 10.1.0.0/16 or fd00:1::/32.`,
        },
      });
    list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
