import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { TextInput } from '../interface/fields.tsx';
import { useLanguage } from '../interface/language.ts';
import { Page } from '../interface/page.tsx';
import { type Demo, signInAddress } from './sign-in.ts';

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

/** Sends the browser to the issuer of an organisation. */
export function SignInPage({ wasInside }: { readonly wasInside: boolean }) {
  const { t } = useLanguage();
  const [place, setPlace] = useState(rememberedPlace);
  return (
    <Page title={t('session.signIn')} lead={t(wasInside ? 'session.signedOut' : 'session.signInWhy')}>
      <Form
        className="form narrow"
        onSubmit={(event) => {
          event.preventDefault();
          localStorage.setItem(placeKey, `${place.organisation} ${place.issuer}`);
          location.assign(signInAddress(place.organisation, place.issuer));
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
    </Page>
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
