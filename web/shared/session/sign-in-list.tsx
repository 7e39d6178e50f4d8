import { useLanguage } from '../interface/language.tsx';
import { type SignInService, signInAddress } from './sign-in-services.ts';

/** A link for each sign-in service; each leads to the service and back to `place` of this server. */
export function SignInList({
  services,
  place,
}: {
  readonly services: readonly SignInService[];
  readonly place: string;
}) {
  const { t } = useLanguage();
  return (
    <ul className="sign-in-list">
      {services.map((service) => (
        <li key={service.id}>
          <a className="button primary" href={signInAddress(service, place)}>
            {t('signInWith', { service: service.name })}
          </a>
        </li>
      ))}
    </ul>
  );
}
