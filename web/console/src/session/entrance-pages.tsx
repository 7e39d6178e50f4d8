import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { LocalEntrance } from '../../../shared/session/local-entrance.tsx';
import { SignInList } from '../../../shared/session/sign-in-list.tsx';
import { readSignInServices } from '../../../shared/session/sign-in-services.ts';
import { TextInput } from '../interface/fields.tsx';
import { useLanguage } from '../interface/language.ts';
import { Page } from '../interface/page.tsx';
import { Resource } from '../interface/resource.tsx';
import { useLoaded } from '../interface/use-loaded.ts';
import { type Demo, issuerAddress, ownPlace } from './sign-in.ts';

/** The choice of a person of the demonstration. */
export function ChoicePage({
  demo,
  onChoose,
}: {
  readonly demo: Demo;
  readonly onChoose: (id: string) => void;
}) {
  const { t } = useLanguage();
  return (
    <Page title={t('session.choose')} lead={t('session.chooseWhy')}>
      <ul className="people">
        {demo.people.map((person) => (
          <li key={person.id}>
            <Button className="button person-card" onPress={() => onChoose(person.id)}>
              <span className="person-name">{person.name}</span>
              <span className="person-role">{person.role}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Page>
  );
}

const placeKey = 'sourcier.console.sign-in';

/** Where somebody signed in last, or as the address of the page says it. */
function rememberedPlace(): { readonly organisation: string; readonly issuer: string } {
  const asked = new URLSearchParams(location.search);
  const [organisation = '', issuer = ''] = (localStorage.getItem(placeKey) ?? '').split(' ');
  return {
    organisation: asked.get('organisation') ?? organisation,
    issuer: asked.get('issuer') ?? issuer,
  };
}

/** The services that people sign in with, and a way for those that are shown to nobody. */
export function SignInPage({ wasInside }: { readonly wasInside: boolean }) {
  const { t } = useLanguage();
  const loaded = useLoaded(readSignInServices);
  const hasLink = new URLSearchParams(location.search).has('issuer');
  return (
    <Page title={t('session.signIn')} lead={t(wasInside ? 'session.signedOut' : 'session.signInWhy')}>
      <Resource of={loaded}>
        {(services) =>
          services.length === 0 ? (
            <>
              <LocalEntrance />
              <IssuerForm />
            </>
          ) : (
            <>
              <SignInList services={services} place={ownPlace()} />
              <details className="adder" open={hasLink}>
                <summary>{t('session.otherService')}</summary>
                <IssuerForm />
              </details>
            </>
          )
        }
      </Resource>
    </Page>
  );
}

/** Sends the browser to the issuer of an organisation, for who knows both. */
function IssuerForm() {
  const { t } = useLanguage();
  const [place, setPlace] = useState(rememberedPlace);
  return (
    <Form
      className="form narrow"
      onSubmit={(event) => {
        event.preventDefault();
        localStorage.setItem(placeKey, `${place.organisation} ${place.issuer}`);
        location.assign(issuerAddress(place.organisation, place.issuer, ownPlace()));
      }}
    >
      <TextInput
        label={t('session.organisation')}
        hint={t('session.organisationHint')}
        value={place.organisation}
        onChange={(organisation) => setPlace({ ...place, organisation })}
        isRequired
        maxLength={63}
      />
      <TextInput
        label={t('session.issuer')}
        hint={t('session.issuerHint')}
        value={place.issuer}
        onChange={(issuer) => setPlace({ ...place, issuer })}
        isRequired
        maxLength={63}
      />
      <Button type="submit" className="button primary">
        {t('session.signIn')}
      </Button>
    </Form>
  );
}

/** What is told to somebody who has no role here. */
export function OutsidePage({ onLeave }: { readonly onLeave: () => Promise<void> }) {
  const { t } = useLanguage();
  return (
    <Page title={t('session.outside')} lead={t('session.outsideWhat')}>
      <div className="actions start">
        <a className="button" href="/">
          {t('session.toAssistant')}
        </a>
        <Button className="button quiet" onPress={() => void onLeave()}>
          {t('session.otherPerson')}
        </Button>
      </div>
    </Page>
  );
}
