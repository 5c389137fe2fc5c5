/**
 * The three functions of the "Metadata Reflection API" that tsyringe, which @peculiar/x509 is built on, refuses to load
 * without. Nothing of ours uses them.
 */
export function provideReflectMetadata(): void {
  if ("getMetadata" in Reflect) return;
  const stores = new WeakMap<object, Map<unknown, unknown>>();
  const own = (key: unknown, target: object): unknown => stores.get(target)?.get(key);
  Object.assign(Reflect, {
    defineMetadata(key: unknown, value: unknown, target: object): void {
      const store = stores.get(target) ?? new Map<unknown, unknown>();
      stores.set(target, store.set(key, value));
    },
    getOwnMetadata: own,
    getMetadata(key: unknown, target: object): unknown {
      for (let each: object | null = target; each; each = Reflect.getPrototypeOf(each))
        if (stores.get(each)?.has(key)) return own(key, each);
      return undefined;
    },
  });
}
