import { useLanguage } from '../interface/language.tsx';

const ownMachine = ['localhost', '127.0.0.1', '[::1]'];

/** How to come in where no sign-in service is shown, for who runs the server on the machine that they sit at. */
export function LocalEntrance() {
  const { t } = useLanguage();
  if (!ownMachine.includes(location.hostname)) return null;
  return (
    <p>
      {t('localEntrance')} <code>bin/sourcier token --link --as {t('localPerson')}</code>
    </p>
  );
}
